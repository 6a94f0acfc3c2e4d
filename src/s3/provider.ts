// An S3 provider as compose/providers.yml describes it. Types only.

/** Two ways to address a bucket. */
export type Style = 'path' | 'virtual-host';

/** What smoke knows of a provider; docs/providers.md explains the fields. */
export interface Provider {
  readonly title: string;
  /** A server of the user's own: its address does not tell what it is. */
  readonly selfHosted?: boolean;
  readonly endpoints?: readonly EndpointTemplate[];
  /** Addresses of the provider's that do not serve S3. */
  readonly refused?: readonly RefusedAddress[];
  /** What stands for {account} in an address. */
  readonly account?: { readonly form: string; readonly help: string };
  /** Regions or places, the default first where there is one; examples, not all. */
  readonly regions: readonly string[];
  /** Other regions that may be signed for as well. */
  readonly aliases?: readonly string[];
  /** The server does not look at the region. */
  readonly anyRegion?: boolean;
  /** How buckets may be addressed; smoke takes the first. */
  readonly styles: readonly Style[];
  readonly httpsOnly?: boolean;
  readonly lacks: readonly string[];
  /** supported: of every kind; required: only where the protocol needs them. */
  readonly checksums: 'supported' | 'required';
  readonly buckets: BucketRules;
  readonly create: {
    /** none, region, or a text with {region}. */
    readonly location: string;
    /** Regions for which nothing is sent. */
    readonly notIn?: readonly string[];
  };
  readonly lifecycle: {
    readonly expiration: boolean;
    readonly abortMultipart: boolean;
    readonly advice: string;
  };
  readonly notes?: readonly string[];
  /** Fields that nobody has looked up or tried. */
  readonly fromMemory?: readonly string[];
}

/** An address with {region}, {account}, {number} and {id} in it. */
export interface EndpointTemplate {
  readonly url: string;
  /** Further addresses of the same service: recognised, never built. */
  readonly also?: readonly string[];
  /** Form of {region}; where it has a group, the group is what is signed for. */
  readonly regions?: string;
  /** What is signed for, where it is not {region}. */
  readonly region?: string;
  /** The word after --region that means this address, where it has no {region}. */
  readonly place?: string;
  readonly partition?: string;
  /** false: parts of the address are known to the provider's console alone. */
  readonly build?: boolean;
}

/** Addresses that cannot be an S3 endpoint, and what to take instead. */
export interface RefusedAddress {
  readonly urls: readonly string[];
  readonly is: string;
  readonly instead: string;
}

/** What a provider allows as a bucket's name, where it is not what S3 allows: 3 to 63 of a-z, 0-9 and hyphens. */
export interface BucketRules {
  readonly min?: number;
  readonly max?: number;
  readonly dots?: boolean;
  readonly underscores?: boolean;
  readonly prefixes?: readonly string[];
  readonly suffixes?: readonly string[];
  readonly contains?: readonly string[];
  /** End of the names that belong to one account. */
  readonly accountRegional?: string;
  /** Where nobody else may have the same name. */
  readonly unique: string;
  /** Customers who do not know each other take names from each other there. */
  readonly strangers?: boolean;
}

/** The table: name → provider, in the order of the file. */
export type Providers = Readonly<Record<string, Provider>>;
