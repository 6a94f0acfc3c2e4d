import { describe, expect, it } from 'vitest';
import {
  containerResources,
  cpuQuantity,
  memoryQuantity,
  quantity,
  sizeInBytes,
} from '../../../src/kubernetes/resources.ts';

describe('quantities', () => {
  it.each([
    ['1024m', '1Gi'],
    ['1g', '1Gi'],
    ['512MB', '512Mi'],
    ['4096', '4Ki'],
    [4096, '4Ki'],
    ['1t', '1Ti'],
    ['2 TiB', '2Ti'],
    ['1.5gib', '1536Mi'],
    ['${MEMORY:-1g}', '1Gi'],
  ])('memory of %s is %s: a small m would be thousandths to Kubernetes', (given, expected) => {
    expect(memoryQuantity(given)).toBe(expected);
  });
  it.each([
    ['0.1', '100m'],
    ['2', '2'],
    [1.5, '1500m'],
    ['${CPUS:-0.5}', '500m'],
  ])('processors of %s are %s', (given, expected) => {
    expect(cpuQuantity(given)).toBe(expected);
  });
  it.each([
    [11 * 2 ** 30, '11Gi'],
    [2 ** 30 + 100 * 2 ** 20, '1124Mi'],
    [1500, '1500'],
    [100_000_000, '100M'],
    [0, '0'],
  ])('%s bytes are %s', (given, expected) => {
    expect(quantity(given)).toBe(expected);
  });
  it('refuses a size that is none', () => {
    expect(() => memoryQuantity('much')).toThrow(/got "much" as memory/);
    expect(() => cpuQuantity('all')).toThrow(/got "all" as cpus/);
    expect(() => sizeInBytes('ten', 'my-data')).toThrow(/my-data: got the size "ten"/);
  });
});

it('keeps limits, and reserves next to nothing where Compose reserves nothing', () => {
  const limits = { cpus: '0.5', memory: '128m' };
  expect(containerResources({ deploy: { resources: { limits } } })).toEqual({
    requests: { cpu: '10m', memory: '32Mi' },
    limits: { cpu: '500m', memory: '128Mi' },
  });
  expect(containerResources({ deploy: { resources: { limits, reservations: { memory: '64m' } } } })).toEqual({
    requests: { cpu: '10m', memory: '64Mi' },
    limits: { cpu: '500m', memory: '128Mi' },
  });
  const small = { cpus: '0.005', memory: '16m' };
  expect(containerResources({ deploy: { resources: { limits: small } } })).toMatchObject({
    requests: { cpu: '5m', memory: '16Mi' },
  });
  expect(containerResources({})).toBeUndefined();
});

describe('requests and limits', () => {
  it('of nothing are none: to Compose, 0 is no limit', () => {
    expect(containerResources({ cpus: 0, mem_limit: '0' })).toBeUndefined();
    const limits = { cpus: '0', memory: '64m' };
    expect(containerResources({ deploy: { resources: { limits } } })).toEqual({
      requests: { memory: '32Mi' },
      limits: { memory: '64Mi' },
    });
  });
  it('keep a reservation below its limit, in whatever units', () => {
    const limits = { cpus: '0.5', memory: '1024m' };
    const reservations = { cpus: '2', memory: '2g' };
    expect(containerResources({ deploy: { resources: { limits, reservations } } })?.['requests']).toEqual({
      cpu: '500m',
      memory: '1Gi',
    });
  });
});
