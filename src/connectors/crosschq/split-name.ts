import type { Person } from './host.ts'

/** Where an ATS keeps one name, its last word is taken for the last name. Crosschq may want both, so neither is empty. */
export function splitName(name: string): Pick<Person, 'firstName' | 'lastName'> {
  const words = name.trim().split(/\s+/)
  const lastName = words.pop() ?? ''
  return words.length > 0 ? { firstName: words.join(' '), lastName } : { firstName: lastName || '-', lastName: '-' }
}
