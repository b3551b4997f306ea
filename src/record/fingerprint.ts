import { createHash } from 'node:crypto'
import { canonicalJson, type Json } from '../lib/json.ts'

/** sha256 (base64url) of canonical JSON: equal values, equal text, whatever the key order. */
export function fingerprint(value: Json): string {
  return createHash('sha256').update(canonicalJson(value)).digest('base64url')
}
