import { describe, expect, it } from 'vitest';
import { parseLsof } from '../../../src/doctor/lsof.ts';

describe('what lsof tells', () => {
  it('is a listener for each address of each process', () => {
    const text = 'p501\ncnode\nf12\nn127.0.0.1:8443\nf13\nn[::1]:8443\np77\ncControlCenter\nf9\nn*:5000\n';
    expect(parseLsof(text)).toEqual([
      { protocol: 'tcp', address: '127.0.0.1', port: 8443, process: { pid: 501, name: 'node' } },
      { protocol: 'tcp', address: '::1', port: 8443, process: { pid: 501, name: 'node' } },
      { protocol: 'tcp', address: '0.0.0.0', port: 5000, process: { pid: 77, name: 'ControlCenter' } },
    ]);
  });

  it.each(['', 'p1\ncx\nnsomething else\n'])('is nobody in %j', (text) => {
    expect(parseLsof(text)).toEqual([]);
  });
});
