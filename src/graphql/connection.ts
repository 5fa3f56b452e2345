import { idCursor, type Page } from '../database/page.js';

export interface Connection<N> {
  readonly nodes: N[];
  readonly edges: { node: N; cursor: string }[];
  readonly pageInfo: {
    readonly hasNextPage: boolean | Promise<boolean>;
    readonly hasPreviousPage: boolean | Promise<boolean>;
    readonly startCursor: string | null;
    readonly endCursor: string | null;
  };
}

/** Cursors and neighbours are worked out where a document asks for them, and not for each page. */
export function toConnection<T extends { id: string }, N>(
  page: Page<T>,
  toNode: (item: T) => N,
  cursorOf: (item: T) => string = ({ id }) => idCursor(id),
): Connection<N> {
  const nodes = page.items.map(toNode);
  const cursorAt = (index: number) => {
    const item = page.items.at(index);
    return item === undefined ? null : cursorOf(item);
  };
  return {
    nodes,
    get edges() {
      return nodes.map((node, index) => ({ node, cursor: cursorAt(index) ?? '' }));
    },
    pageInfo: {
      get hasNextPage() {
        return page.hasNextPage;
      },
      get hasPreviousPage() {
        return page.hasPreviousPage;
      },
      get startCursor() {
        return cursorAt(0);
      },
      get endCursor() {
        return cursorAt(-1);
      },
    },
  };
}
