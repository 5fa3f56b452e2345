/** What one GraphQL document may ask for. Whatever asks for more is refused before it is validated, in every environment. */
export interface DocumentLimits {
  readonly tokens: number;
  readonly definitions: number;
  readonly directives: number;
  readonly selections: number;
  readonly overlaps: number;
  readonly depth: number;
  readonly aliases: number;
  readonly rootFields: number;
  readonly mutations: number;
  readonly objects: number;
}

export interface DocumentLimit {
  readonly most: number;
  /** Completes "This document has …: at most N are allowed". */
  readonly tooMany: string;
  /** What is counted, for the documentation. */
  readonly counts: string;
}

/** The one table of the limits; docs/document-limits.md is printed from it. */
export const documentLimitTable: { readonly [Name in keyof DocumentLimits]: DocumentLimit } = {
  tokens: { most: 2_000, tooMany: 'too many tokens', counts: 'Names, values and punctuation marks of the document.' },
  definitions: { most: 50, tooMany: 'too many definitions', counts: 'Operations and fragments of the document.' },
  directives: { most: 50, tooMany: 'too many directives', counts: 'Directives anywhere in the document.' },
  selections: {
    most: 1_500,
    tooMany: 'too many selections',
    counts: 'Fields, fragment spreads and inline fragments, counted again wherever a fragment is spread.',
  },
  overlaps: {
    most: 1_000,
    tooMany: 'too many fields of one name in one place',
    counts:
      'Pairs of fields that have one name in one place of the answer: validation compares each with each. Twenty fragments with five fields in common make 950.',
  },
  depth: { most: 15, tooMany: 'fields nested too deeply', counts: 'Fields within fields, through fragments, too.' },
  aliases: { most: 30, tooMany: 'too many aliases', counts: 'Fields under another name, in one operation.' },
  rootFields: { most: 20, tooMany: 'too many root fields', counts: 'Fields of `Query` in one operation.' },
  mutations: {
    most: 5,
    tooMany: 'too many mutations',
    counts:
      'Fields of `Mutation` in one operation. Each stands there once; only those that need a permission may be repeated.',
  },
  objects: {
    most: 5_000,
    tooMany: 'too many objects to fetch',
    counts:
      'Objects that the answer may hold: a page counts as many as `first` or `last` asks for (20 by default), another list as five, and what is within a list that many times.',
  },
};

export const defaultDocumentLimits = Object.fromEntries(
  Object.entries(documentLimitTable).map(([name, { most }]) => [name, most]),
) as unknown as DocumentLimits;
