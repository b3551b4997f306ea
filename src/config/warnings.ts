import { statSync } from 'node:fs'
import type { Json } from '../lib/json.ts'
import type { YamlFile } from '../lib/yaml-file.ts'
import { type Path, problemLines, sayPath } from '../lib/yaml-problem.ts'

const OTHERS_MAY_READ = 0o004

/** Secrets that stand in the file itself, when every user of the machine may read it. */
export function literalSecretWarnings(file: YamlFile): string[] {
  if ((statSync(file.name).mode & OTHERS_MAY_READ) === 0) return []
  const problems = secretPaths(file.value).map((path) => ({
    at: file.at(path),
    message: `${sayPath(path)}: a secret in a file that everybody on this machine may read; use \${NAME}, or chmod 600`,
  }))
  return problemLines(file.name, problems)
}

function secretPaths(value: Json | undefined, path: Path = []): Path[] {
  if (Array.isArray(value)) return value.flatMap((entry, index) => secretPaths(entry, [...path, index]))
  if (value !== null && typeof value === 'object') {
    return Object.entries(value).flatMap(([key, entry]) => secretPaths(entry, [...path, key]))
  }
  return typeof value === 'string' && isLiteralSecret(path, value) ? [path] : []
}

function isLiteralSecret(path: Path, text: string): boolean {
  if (text === '' || text.includes('${')) return false
  const names = path.filter((step) => typeof step === 'string')
  // `webhookTokens: { candidateHired: … }` names the secret one level above.
  return (
    names.slice(-2).some((name) => /(token|secret|key)s?$/i.test(name) && name !== 'tokens') ||
    /^\w+:\/\/[^/@:]*:[^/@]+@/.test(text)
  )
}
