import { expect, it } from 'vitest';
import { diagnose } from '../../../src/doctor/diagnose.ts';
import { diagnosisJson, renderDiagnosis } from '../../../src/report/doctor.ts';
import { createPaint } from '../../../src/report/paint.ts';
import { factsOf, silent, wantsFor } from '../doctor/machines.ts';

const plain = createPaint(false, {});
const missing = ['quay.io/a/a:1', 'quay.io/b/b:1'];
const facts = factsOf({
  answer: { missingImages: missing },
  docker: silent('no docker'),
  more: {
    listeners: [{ protocol: 'tcp', address: '0.0.0.0', port: 8443, process: { pid: 4711, name: 'python3' } }],
  },
});
const wants = wantsFor({
  images: missing.map((image) => ({ image, services: ['a'], isNeverPulled: false })),
});
const findings = diagnose(facts, wants);

it('the report has what stops first, a reason once, each cure on a line of its own, and a sum', () => {
  expect(renderDiagnosis('cryostat', facts, findings, plain)).toBe(`\
cryostat: would run on Podman 5.4.1, by docker-compose 5.5.1

would stop this stack
✘ port 127.0.0.1:8443 of auth: held by python3 (process 4711)
    the engine cannot publish the port, and the service does not start
    cure: kill 4711

to know
! image quay.io/a/a:1 of a: not on Podman 5.4.1
    it is pulled at the start, which takes time and needs its registry
    cure: podman pull quay.io/a/a:1
! image quay.io/b/b:1 of a: not on Podman 5.4.1
    cure: podman pull quay.io/b/b:1

fine
✔ Podman 5.4.1: answers at unix:///run/podman/podman.sock, the first that answers
✔ docker: no docker; not used, Podman 5.4.1 comes first
✔ docker-compose 5.5.1: docker-compose on the PATH for Podman 5.4.1, starts the containers
✔ network of Podman 5.4.1: netavark
✔ health checks of Podman 5.4.1: fire by themselves
✔ Podman 5.4.1: as root, control groups of version 2, systemd
✔ storage of Podman 5.4.1: overlay in /var/lib/containers/storage
✔ Node: 22.12.0
✔ memory of Podman 5.4.1: 16 GiB; the services may take 1 GiB
✔ open files: 524288
✔ fs.inotify.max_user_instances: 128
✔ disk of Podman 5.4.1: 50 GiB free in /var/lib/containers/storage
✔ files on the disk of Podman 5.4.1: room for 1000000 more
✔ SELinux: not enforcing
✔ /home/u/.local/state/smoke: can be written to

1 would stop this stack, 2 to know, 15 fine
`);
});

it('the report has colours on a terminal alone', () => {
  expect(renderDiagnosis('cryostat', facts, findings, createPaint(true, {}))).toContain('\u001b[31m✘');
  expect(renderDiagnosis('cryostat', facts, findings, plain)).not.toContain('\u001b');
});

it('the answer for machines has the engine and every finding', () => {
  const answer = JSON.parse(diagnosisJson('cryostat', facts, findings));
  expect(answer).toMatchObject({
    version: 1,
    project: 'cryostat',
    engine: {
      name: 'podman',
      version: '5.4.1',
      address: 'unix:///run/podman/podman.sock',
      compose: { name: 'docker-compose', version: '5.5.1' },
    },
  });
  expect(answer.findings).toEqual(findings);
});

it('without an engine that could be used, there is none in the answer', () => {
  const none = factsOf({ podman: silent('no podman'), docker: silent('no docker') });
  expect(JSON.parse(diagnosisJson('x', none, [])).engine).toBeNull();
  expect(renderDiagnosis('x', none, [], plain)).toBe(
    'x: no engine could run it\n\nnothing would stop this stack, 0 to know, 0 fine\n',
  );
});
