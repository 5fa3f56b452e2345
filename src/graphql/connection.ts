import { idCursor, type Page } from '../database/page.js';

export interface Connection<N> {
  readonly nodes: N[];
  readonly edges: { node: N; cursor: string }[];
  readonly pageInfo: {
    hasNextPage: boolean;
    hasPreviousPage: boolean;
    startCursor: string | null;
    endCursor: string | null;
  };
}

export function toConnection<T extends { id: string }, N>(
  { items, hasNextPage, hasPreviousPage }: Page<T>,
  toNode: (item: T) => N,
  cursorOf: (item: T) => string = ({ id }) => idCursor(id),
): Connection<N> {
  const edges = items.map((item) => ({ node: toNode(item), cursor: cursorOf(item) }));
  const [first, last] = [edges[0], edges.at(-1)];
  return {
    nodes: edges.map(({ node }) => node),
    edges,
    pageInfo: { hasNextPage, hasPreviousPage, startCursor: first?.cursor ?? null, endCursor: last?.cursor ?? null },
  };
}
