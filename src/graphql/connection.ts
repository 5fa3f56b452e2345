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
  return new LazyConnection(page, toNode, cursorOf);
}

class LazyConnection<T, N> implements Connection<N> {
  readonly nodes: N[];

  constructor(
    private readonly page: Page<T>,
    toNode: (item: T) => N,
    private readonly cursorOf: (item: T) => string,
  ) {
    this.nodes = page.items.map(toNode);
  }

  get edges(): { node: N; cursor: string }[] {
    return this.nodes.map((node, index) => ({ node, cursor: this.cursorAt(index) ?? '' }));
  }

  /** Of the same page, so one object is both. */
  get pageInfo(): LazyConnection<T, N> {
    return this;
  }

  get hasNextPage(): boolean | Promise<boolean> {
    return this.page.hasNextPage;
  }

  get hasPreviousPage(): boolean | Promise<boolean> {
    return this.page.hasPreviousPage;
  }

  get startCursor(): string | null {
    return this.cursorAt(0);
  }

  get endCursor(): string | null {
    return this.cursorAt(-1);
  }

  private cursorAt(index: number): string | null {
    const item = this.page.items.at(index);
    return item === undefined ? null : this.cursorOf(item);
  }
}
