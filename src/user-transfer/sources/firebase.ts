import { type FirebaseHashConfig, firebaseHash } from '../../passwords/foreign-hashes/firebase-scrypt.js';
import type { RecordFields, UserSource } from './user-source.js';

/**
 * `firebase auth:export users.json`.
 *
 * @param config the project's password hash parameters; null takes people over without their passwords
 */
export function fromFirebase(config: FirebaseHashConfig | null): UserSource {
  return {
    expected: ['email'],
    read: (record) => ({
      id: record['localId'],
      email: record['email'],
      email_verified: record['emailVerified'],
      name: record['displayName'],
      phone: record['phoneNumber'],
      password_hash: hashOf(record, config),
      created_at: instantOf(record['createdAt']),
      last_login_at: instantOf(record['lastSignedInAt'] ?? record['lastLoginAt']),
      suspended: record['disabled'],
    }),
  };
}

function hashOf({ passwordHash, salt }: RecordFields, config: FirebaseHashConfig | null): string | null {
  if (typeof passwordHash !== 'string' || typeof salt !== 'string' || config === null) return null;
  return firebaseHash(config, salt, passwordHash);
}

/** Firebase writes milliseconds as a text. */
function instantOf(value: unknown): unknown {
  return typeof value === 'string' && /^\d{1,16}$/.test(value) ? new Date(Number(value)) : value;
}

/**
 * The parameters as Firebase's console shows them (`base64_signer_key: …, rounds: 8, …`), as JSON or as they are copied.
 *
 * @returns null where one is missing
 */
export function parseFirebaseConfig(text: string): FirebaseHashConfig | null {
  const value = (name: string): string | undefined =>
    new RegExp(`"?\\b${name}"?\\s*[:=]\\s*"?([A-Za-z0-9+/_=-]+)`).exec(text)?.[1];
  const signerKey = value('base64_signer_key');
  const saltSeparator = value('base64_salt_separator') ?? '';
  const [rounds, memoryCost] = [Number(value('rounds')), Number(value('mem_cost'))];
  const usable = signerKey !== undefined && Number.isInteger(rounds) && Number.isInteger(memoryCost);
  return usable ? { signerKey, saltSeparator, rounds, memoryCost } : null;
}
