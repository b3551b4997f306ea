/** Given twice is given not at all: nobody can say which one a vendor or a proxy looked at. */
export function single(
  values: Readonly<Record<string, string | readonly string[] | undefined>>,
): Record<string, string> {
  return Object.fromEntries(
    Object.entries(values).filter((entry): entry is [string, string] => typeof entry[1] === 'string'),
  )
}
