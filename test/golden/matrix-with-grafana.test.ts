import { describe, it } from 'vitest';
import { holdEveryProperty } from './hold.ts';
import { stacks } from './matrix.ts';

describe('a stack with Grafana has every property', () => {
  it.each(stacks.filter((words) => !words.includes('-G')))('%s', holdEveryProperty);
});
