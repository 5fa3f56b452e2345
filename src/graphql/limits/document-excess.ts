import type { DocumentLimits } from './document-limits.js';

/** Thrown out of the walk through a document at the first thing that is too much, so that a refusal is cheap. */
export class DocumentExcess extends Error {
  override readonly name = 'DocumentExcess';

  constructor(readonly limit: keyof DocumentLimits) {
    super(limit);
  }
}

/** Thrown at a fragment that spreads itself, over whichever way: what follows it would never end. */
export class FragmentCycle extends Error {
  override readonly name = 'FragmentCycle';
}

/** A mutation that may stand in an operation only once, and is there again. */
export class RepeatedMutation extends Error {
  override readonly name = 'RepeatedMutation';
}
