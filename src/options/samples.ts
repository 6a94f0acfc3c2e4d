// Names of the sample applications that users of the old script know. Pure.

/** Values that `-t` takes besides `all`. */
export const sampleNames: readonly string[] = [
  'agent-jre',
  'clojure-kit',
  'gameserver',
  'micronaut-cryostat-agent',
  'opensearch',
  'quarkus-cryostat-agent',
  'quarkus-native',
  'quarkus-petclinic',
  'spring-boot-2-7',
  'spring-boot-3',
  'vertx-cryostat-agent',
  'wildfly-23',
  'wildfly-28',
];
