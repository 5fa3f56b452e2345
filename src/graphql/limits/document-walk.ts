import {
  type FieldNode,
  type FragmentDefinitionNode,
  getNamedType,
  getNullableType,
  type GraphQLField,
  type GraphQLNamedType,
  type GraphQLSchema,
  isCompositeType,
  isInterfaceType,
  isListType,
  isObjectType,
  Kind,
  type OperationDefinitionNode,
  OperationTypeNode,
  type SelectionSetNode,
} from 'graphql';
import { accessOf } from '../../access/guard-schema.js';
import { DocumentExcess, FragmentCycle, RepeatedMutation } from './document-excess.js';
import type { DocumentLimits } from './document-limits.js';
import { isPaged, pageLength, type Variables, withDefaultNumbers } from './page-length.js';

/** A list that is no page: roles, sessions, identities. Users have few of them. */
const USUAL_LIST = 5;

type Counted = 'aliases' | 'rootFields' | 'mutations';

/** A place in the answer: fields of one name under it are merged there, whichever fragments they come from. */
class Place {
  private readonly within = new Map<string, Place>();
  times = 0;

  at(name: string): Place {
    const place = this.within.get(name) ?? new Place();
    this.within.set(name, place);
    place.times += 1;
    return place;
  }
}

interface Surroundings {
  readonly type: GraphQLNamedType | undefined;
  readonly operation: OperationTypeNode | null;
  readonly depth: number;
  readonly place: Place;
  readonly variables: Variables;
  /** How long the lists of a connection are; null anywhere else. */
  readonly page: number | null;
}

/**
 * Goes through a document as execution would, into a fragment wherever it is spread. Each step is paid for out of
 * `selections`, so a document that unfolds without end costs no more than one of that size (GHSA-mfj6-6p54-m98c was a
 * limiter that was itself exponential).
 */
export class DocumentWalk {
  private selections = 0;
  private overlaps = 0;
  private counts: Record<Counted, number> = { aliases: 0, rootFields: 0, mutations: 0 };
  private readonly once = new Set<string>();
  private readonly spread = new Set<string>();
  private readonly open = new Set<string>();

  constructor(
    private readonly schema: GraphQLSchema,
    private readonly fragments: ReadonlyMap<string, FragmentDefinitionNode>,
    private readonly limits: DocumentLimits,
  ) {}

  /** @throws DocumentExcess, FragmentCycle or RepeatedMutation */
  operation({ operation, selectionSet, variableDefinitions }: OperationDefinitionNode, variables: Variables): void {
    this.counts = { aliases: 0, rootFields: 0, mutations: 0 };
    this.once.clear();
    const objects = this.selectionSet(selectionSet, {
      type: this.schema.getRootType(operation) ?? undefined,
      operation,
      depth: 1,
      place: new Place(),
      variables: withDefaultNumbers(variableDefinitions ?? [], variables),
      page: null,
    });
    if (objects > this.limits.objects) throw new DocumentExcess('objects');
  }

  /** What no operation uses is validated all the same. */
  unusedFragments(): void {
    for (const [name, fragment] of this.fragments) {
      if (this.spread.has(name)) continue;
      this.fragment(fragment, {
        type: undefined,
        operation: null,
        depth: 1,
        place: new Place(),
        variables: {},
        page: null,
      });
    }
  }

  /** @returns how many objects the answer may hold because of this */
  private selectionSet({ selections }: SelectionSetNode, around: Surroundings): number {
    let objects = 0;
    for (const selection of selections) {
      this.selections += 1;
      if (this.selections > this.limits.selections) throw new DocumentExcess('selections');
      if (selection.kind === Kind.FIELD) objects += this.field(selection, around);
      else if (selection.kind === Kind.INLINE_FRAGMENT) {
        const type = selection.typeCondition ? this.schema.getType(selection.typeCondition.name.value) : around.type;
        objects += this.selectionSet(selection.selectionSet, { ...around, type });
      } else {
        const fragment = this.fragments.get(selection.name.value);
        if (fragment) objects += this.fragment(fragment, around);
      }
    }
    return objects;
  }

  private fragment({ name, typeCondition, selectionSet }: FragmentDefinitionNode, around: Surroundings): number {
    if (this.open.has(name.value)) throw new FragmentCycle(name.value);
    this.open.add(name.value);
    this.spread.add(name.value);
    const type = this.schema.getType(typeCondition.name.value);
    const objects = this.selectionSet(selectionSet, { ...around, type });
    this.open.delete(name.value);
    return objects;
  }

  private field(node: FieldNode, around: Surroundings): number {
    const { type, depth, variables } = around;
    if (depth > this.limits.depth) throw new DocumentExcess('depth');
    if (node.alias) this.count('aliases');
    const definition = fieldOf(type, node.name.value);
    if (depth === 1) this.rootField(node, definition, around.operation);
    const place = around.place.at(node.alias?.value ?? node.name.value);
    this.overlaps += place.times - 1;
    if (this.overlaps > this.limits.overlaps) throw new DocumentExcess('overlaps');
    if (!node.selectionSet) return 0;

    const named = definition && getNamedType(definition.type);
    const page = definition && isPaged(definition) ? pageLength(node, variables) : null;
    const isList = definition !== undefined && isListType(getNullableType(definition.type));
    const within = { ...around, type: isCompositeType(named) ? named : undefined, depth: depth + 1, place };
    if (isList)
      return (
        (page ?? around.page ?? USUAL_LIST) * (1 + this.selectionSet(node.selectionSet, { ...within, page: null }))
      );
    return 1 + this.selectionSet(node.selectionSet, { ...within, page });
  }

  private rootField(
    { name }: FieldNode,
    definition: GraphQLField<unknown, unknown> | undefined,
    operation: OperationTypeNode | null,
  ): void {
    if (operation === OperationTypeNode.QUERY) this.count('rootFields');
    if (operation !== OperationTypeNode.MUTATION) return;
    this.count('mutations');
    // A hundred guesses in one document would be one request for whoever counts requests (CVE-2026-33756 in Saleor).
    if (this.once.has(name.value) && !(definition && isForAdministration(definition))) throw new RepeatedMutation();
    this.once.add(name.value);
  }

  private count(what: Counted): void {
    this.counts[what] += 1;
    if (this.counts[what] > this.limits[what]) throw new DocumentExcess(what);
  }
}

function isForAdministration(field: GraphQLField<unknown, unknown>): boolean {
  return typeof accessOf(field) === 'object';
}

function fieldOf(type: GraphQLNamedType | undefined, name: string): GraphQLField<unknown, unknown> | undefined {
  return isObjectType(type) || isInterfaceType(type) ? type.getFields()[name] : undefined;
}
