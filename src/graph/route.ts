// The ways of arrows: straight across a layer of boxes, curved only in the gaps between layers, so none crosses a box. Pure.

/** A place on the sheet. */
export interface Point {
  readonly x: number;
  readonly y: number;
}

/** A box on the sheet; x and y are of its upper left corner. */
export interface Area extends Point {
  readonly width: number;
  readonly height: number;
}

/** An arrow with the points that the layout kept free for it between its boxes. */
export interface Way {
  readonly from: Area;
  readonly to: Area;
  readonly between: readonly Point[];
}

/** A coordinate along the layers' order (`at`) and one along a layer (`across`). */
interface Spot {
  readonly at: number;
  readonly across: number;
}

interface Span {
  readonly start: number;
  readonly end: number;
}

/** Where each arrow leaves, passes and arrives. `direction` is that of the layers. */
export function routeArrows(
  ways: readonly Way[],
  boxes: readonly Area[],
  direction: 'LR' | 'TB',
): readonly (readonly Point[])[] {
  const isAcross = direction === 'LR';
  const spot = ({ x, y }: Point): Spot => (isAcross ? { at: x, across: y } : { at: y, across: x });
  const point = ({ at, across }: Spot): Point => (isAcross ? { x: at, y: across } : { x: across, y: at });
  const along = (box: Area): Span => span(box, isAcross);
  const layers = layersOf(boxes.map(along));
  const layerAt = (at: number): Span =>
    layers.find(({ middle }) => Math.abs(middle - at) < 1) ?? { start: at, end: at };
  const isForward = ({ from, to }: Way): boolean => middleOf(along(from)) < middleOf(along(to));

  const ports = spreadPorts(ways, {
    isFarSide: (way, end) => isForward(way) === (end === 'from'),
    edge: (box) => span(box, !isAcross),
    toward: (way, end) => {
      const near = end === 'from' ? way.between[0] : way.between.at(-1);
      return near ? spot(near).across : middleOf(span(end === 'from' ? way.to : way.from, !isAcross));
    },
  });

  return ways.map((way, index) => {
    const { from, to, between } = way;
    const { start, end } = isForward(way)
      ? ({ start: 'start', end: 'end' } as const)
      : ({ start: 'end', end: 'start' } as const);
    const leave = ports[index]?.from ?? 0;
    const arrive = ports[index]?.to ?? 0;
    const spots: Spot[] = [
      { at: along(from)[end], across: leave },
      { at: layerAt(middleOf(along(from)))[end], across: leave },
      ...between.map(spot).flatMap(({ at, across }) => {
        const layer = layerAt(at);
        return [
          { at: layer[start], across },
          { at: layer[end], across },
        ];
      }),
      { at: layerAt(middleOf(along(to)))[start], across: arrive },
      { at: along(to)[start], across: arrive },
    ];
    return spots.filter((here, i) => i === 0 || !isSame(here, spots[i - 1])).map(point);
  });
}

function span(box: Area, isAcross: boolean): Span {
  return isAcross ? { start: box.x, end: box.x + box.width } : { start: box.y, end: box.y + box.height };
}

function middleOf({ start, end }: Span): number {
  return (start + end) / 2;
}

function isSame(a: Spot, b: Spot | undefined): boolean {
  return b !== undefined && Math.abs(a.at - b.at) < 0.5 && Math.abs(a.across - b.across) < 0.5;
}

/** Boxes of a layer have a common middle; a layer is as wide as its widest box. */
function layersOf(spans: readonly Span[]): (Span & { middle: number })[] {
  const layers: (Span & { middle: number })[] = [];
  for (const { start, end } of spans) {
    const middle = (start + end) / 2;
    const index = layers.findIndex((layer) => Math.abs(layer.middle - middle) < 1);
    const known = layers[index];
    const wider = {
      middle,
      start: Math.min(start, known?.start ?? start),
      end: Math.max(end, known?.end ?? end),
    };
    layers[index < 0 ? layers.length : index] = wider;
  }
  return layers;
}

type End = 'from' | 'to';

/** Gives the arrows at one side of a box places of their own, in the order in which they come. */
function spreadPorts(
  ways: readonly Way[],
  ask: {
    readonly isFarSide: (way: Way, end: End) => boolean;
    readonly edge: (box: Area) => Span;
    readonly toward: (way: Way, end: End) => number;
  },
): { from: number; to: number }[] {
  const places = ways.map(() => ({ from: 0, to: 0 }));
  const sides = new Map<Area, Map<boolean, { index: number; end: End; toward: number }[]>>();
  for (const [index, way] of ways.entries()) {
    for (const end of ['from', 'to'] as const) {
      const bySide = sides.get(way[end]) ?? new Map();
      const side = ask.isFarSide(way, end);
      bySide.set(side, [...(bySide.get(side) ?? []), { index, end, toward: ask.toward(way, end) }]);
      sides.set(way[end], bySide);
    }
  }
  for (const [box, bySide] of sides) {
    const { start, end: far } = ask.edge(box);
    for (const arrows of bySide.values()) {
      const step = (far - start) / (arrows.length + 1);
      for (const [position, { index, end }] of arrows.sort((a, b) => a.toward - b.toward).entries()) {
        const place = places[index];
        if (place) place[end] = start + step * (position + 1);
      }
    }
  }
  return places;
}
