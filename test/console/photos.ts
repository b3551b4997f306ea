import type { PageKind } from './pages.ts'

export const screenshotFolder = new URL('../../docs/screenshots', import.meta.url).pathname

interface Photo {
  readonly file: string
  readonly colorScheme: 'light' | 'dark'
  readonly viewport: { readonly width: number; readonly height: number }
}

/** Which pictures there are of a page, and how each is taken. */
export function photosOf({ name }: PageKind): readonly Photo[] {
  const photo = (width: number, height: number, colorScheme: Photo['colorScheme'] = 'light'): Photo => ({
    file: `${name}-${width}${colorScheme === 'dark' ? '-dark' : ''}.png`,
    ...{ colorScheme, viewport: { width, height } },
  })
  return [photo(1280, 800), photo(390, 844), ...(name === 'home' ? [photo(1280, 800, 'dark')] : [])]
}
