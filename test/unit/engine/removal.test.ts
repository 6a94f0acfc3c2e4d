import { describe, expect, it } from 'vitest';
import { removeFirmly } from '../../../src/engine/removal.ts';

const refusal = (statusCode: number, message: string): Error =>
  Object.assign(new Error(message), { statusCode });

/** Refuses as often as there are errors, then removes. */
function removing(...errors: Error[]) {
  let tries = 0;
  const remove = async (): Promise<void> => {
    tries += 1;
    const error = errors.shift();
    if (error) throw error;
  };
  return { remove, tries: () => tries };
}

describe('a removal', () => {
  it.each([
    'cannot remove container 1 as it could not be stopped: sending SIGKILL to container 1: container state improper: stopped',
    'removal of container 1 is already in progress',
    'error while removing network: network x has active endpoints',
  ])('is tried again while the engine is in the middle of something: %s', async (message) => {
    const { remove, tries } = removing(refusal(500, message), refusal(409, message));
    expect(await removeFirmly(remove)).toBe(true);
    expect(tries()).toBe(3);
  });

  it('of something that is gone is none', async () => {
    expect(await removeFirmly(removing(refusal(404, 'no such container')).remove)).toBe(false);
  });

  it('that is refused for another reason fails at once, with the reason', async () => {
    const { remove, tries } = removing(refusal(409, 'volume is in use - [1]'));
    await expect(removeFirmly(remove)).rejects.toMatchObject({
      code: 'ENGINE_FAILED',
      message: expect.stringContaining('volume is in use'),
    });
    expect(tries()).toBe(1);
  });
});
