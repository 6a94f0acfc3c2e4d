import { obligations, web } from '../say.ts';

const services = web();

obligations('files', [
  {
    rule: 'several-documents',
    line: 5,
    bad: `${web('restart: always')}---\nservices: {}\n`,
    near: 'one document with its marks',
    good: `# shop\n---\n${web('restart: always')}...\n`,
  },
]);

obligations('what engines and providers read differently', [
  {
    rule: 'inline-content',
    line: 6,
    bad: `${services}configs:\n  app:\n    content: hello\n`,
    near: 'a config from a file',
    good: `${services}configs:\n  app:\n    file: ./app.conf\n`,
  },
  {
    rule: 'start-interval',
    line: 6,
    bad: web('healthcheck:', '  test: ["CMD", "true"]', '  start_interval: 1s'),
    near: 'a start_period',
    good: web('healthcheck:', '  test: ["CMD", "true"]', '  start_period: 1s'),
  },
  {
    rule: 'container-name',
    line: 4,
    bad: web('container_name: web'),
    near: 'a host name',
    good: web('hostname: web'),
  },
  {
    rule: 'external-resource',
    line: 5,
    bad: `${services}volumes:\n  data:\n    external: true\n`,
    near: 'external: false',
    good: `${services}volumes:\n  data:\n    external: false\n`,
  },
  {
    rule: 'fixed-name',
    line: 6,
    bad: `${services}volumes:\n  data:\n    name: my-data\n`,
    near: 'a name after the project',
    good: `${services}volumes:\n  data:\n    name: \${COMPOSE_PROJECT_NAME}_data\n`,
  },
  {
    rule: 'nested-default',
    line: 5,
    bad: web('environment:', '  A: ${B:-${C}}'),
    near: 'an escaped variable in a default',
    good: web('environment:', '  A: ${B:-$${C}}', '  D: ${E:-x}/${F:-y}'),
  },
  {
    rule: 'yaml-misread',
    line: 5,
    bad: web('ports:', '  - 22:22'),
    near: 'a second part over 59, and quotes',
    good: web('restart: "no"', 'ports:', '  - 8080:80', '  - "22:22"', 'environment:', '  A: "yes"'),
  },
  {
    rule: 'yaml-misread',
    line: 4,
    bad: web('restart: no'),
    near: 'the value of a key that is text for everybody',
    good: web('hostname: no-no'),
  },
  {
    rule: 'anchors',
    line: 1,
    bad: `x-base: &base\n  restart: always\n${services}    <<: *base\n`,
    near: 'an ampersand in a text',
    good: web('hostname: "a&b"'),
  },
  {
    rule: 'duplicate-key',
    line: 5,
    bad: web('hostname: a', 'hostname: b'),
    near: 'a key that a merge key has too',
    good: `x-base: &base\n  hostname: a\n${services}    hostname: b\n    <<: *base\n`,
  },
  {
    rule: 'mount-owner',
    line: 5,
    bad: `${web('volumes:', '  - data:/data:ro,U')}volumes:\n  data: {}\n`,
    near: 'another option',
    good: `${web('volumes:', '  - data:/data:ro')}volumes:\n  data: {}\n`,
  },
  {
    rule: 'relabel-socket',
    line: 5,
    bad: web('volumes:', '  - /var/run/docker.sock:/var/run/docker.sock:Z'),
    near: 'a folder with the same option',
    good: web('volumes:', '  - ./data:/data:Z'),
  },
  {
    rule: 'relabel-mount',
    line: 5,
    bad: web('volumes:', '  - ./data:/data:z'),
    near: 'a path that ends in z',
    good: web('volumes:', '  - ./data:/data/z'),
  },
  {
    rule: 'host-path',
    line: 5,
    bad: web('volumes:', '  - /home/ann/project/conf:/conf'),
    near: 'a path of every Linux, and a relative one',
    good: web('volumes:', '  - /etc/localtime:/etc/localtime:ro', '  - ./conf:/conf'),
  },
  {
    rule: 'host-path',
    line: 5,
    bad: web('volumes:', '  - /run/user/1000/podman/podman.sock:/sock'),
    near: 'the socket of the system',
    good: web(
      'volumes:',
      '  - /var/run/docker.sock:/sock',
      '  - ${XDG_RUNTIME_DIR:-/run}/podman/podman.sock:/sock2',
    ),
  },
  {
    rule: 'bind-created',
    line: 5,
    bad: web('volumes:', '  - ./servers.json:/servers.json'),
    near: 'a folder, and a file that is not made',
    good: web(
      'volumes:',
      '  - ./data:/data',
      '  - type: bind',
      '    source: ./servers.json',
      '    target: /servers.json',
      '    bind: { create_host_path: false }',
    ),
  },
  {
    rule: 'volume-prefix',
    line: 5,
    bad: `${services}volumes:\n  data: {}\n  data-old: {}\n`,
    near: 'two names that begin alike',
    good: `${services}volumes:\n  data-new: {}\n  data-old: {}\n`,
  },
  {
    rule: 'short-volume-name',
    line: 5,
    bad: `${web('volumes:', '  - x:/data')}volumes:\n  x: {}\n`,
    near: 'two letters',
    good: `${web('volumes:', '  - xy:/data')}volumes:\n  xy: {}\n`,
  },
]);
