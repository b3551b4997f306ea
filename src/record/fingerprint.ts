import { hash } from 'node:crypto'
import { canonicalJson, type Json } from '../lib/json.ts'

/** sha256 (base64url) of canonical JSON: equal values, equal text, whatever the key order. */
export function fingerprint(value: Json): string {
  return hash('sha256', canonicalJson(value), 'base64url')
}
