import type { FirebaseHashConfig } from '../../passwords/foreign-hashes/firebase-scrypt.js';
import { fromDjango } from './django.js';
import { fromFastapiUsers } from './fastapi-users.js';
import { fromFirebase } from './firebase.js';
import { fromUsergraph } from './usergraph.js';
import type { UserSource } from './user-source.js';

export const sourceNames = ['usergraph', 'django', 'fastapi-users', 'firebase'] as const;
export type SourceName = (typeof sourceNames)[number];

export function sourceOf(name: SourceName, firebase: FirebaseHashConfig | null): UserSource {
  switch (name) {
    case 'usergraph':
      return fromUsergraph;
    case 'django':
      return fromDjango;
    case 'fastapi-users':
      return fromFastapiUsers;
    case 'firebase':
      return fromFirebase(firebase);
  }
}
