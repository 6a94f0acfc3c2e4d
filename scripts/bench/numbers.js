// Medians and how they are shown.

/** The median; NaN of nothing. */
export function median(values) {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

/** Median, least and most, with as many values as there were. */
export function spread(values, unit) {
  const show = (value) =>
    Math.abs(value) >= 100 ? value.toFixed(0) : value.toFixed(Math.abs(value) >= 10 ? 1 : 2);
  const range =
    values.length > 1
      ? ` (${show(Math.min(...values))} to ${show(Math.max(...values))}, ${values.length} runs)`
      : '';
  return `${show(median(values))} ${unit}${range}`;
}

/** Median of the ratios pair by pair, which holds when the machine's speed drifts. */
export function pairRatio(values, peers) {
  return median(values.map((value, index) => value / peers[index]));
}
