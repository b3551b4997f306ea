import { randomBytes } from 'node:crypto'
import { writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { ashbyKeys, configText, type DemoOptions, type Named } from './config-text.ts'
import { addLeverWebhooks } from './lever.ts'
import { connectionNames, mappingsFor } from './mappings.ts'
import type { Vendors } from './vendors.ts'

export interface DemoFiles extends Named {
  readonly config: string
  readonly log: string
}

/** The files an admin would write, for the sandboxes; other commands may be given the config while the demo runs. */
export async function writeFiles(
  folder: string,
  vendors: Vendors,
  { interview, tokens = [], databaseUrl }: DemoOptions & { readonly interview: string },
): Promise<DemoFiles> {
  const path = (name: string) => join(folder, name)
  const mappings = Object.fromEntries(connectionNames.map((name) => [name, path(`${name}.yaml`)])) as Named['mappings']
  const port = await freePort()
  const files = {
    ...{ config: path('hirewire.yaml'), mappings, log: path('hirewire.log'), dataDir: path('data') },
    ...{ token: secret(), chartHopHookToken: secret(), partnerKey: secret(), encryptionKey: secret() },
    ...{ otherTokens: tokens, databaseUrl },
  }
  const texts = mappingsFor({ interview })
  for (const name of connectionNames) writeFileSync(mappings[name], texts[name])
  const hooks = {
    ...{ ashbyHook: secret(), crosschqHook: secret(), willoHook: secret() },
    lever: addLeverWebhooks(vendors.lever, `http://127.0.0.1:${port}/hooks/references-lever`),
  }
  // Readable by us alone: the tokens stand in it.
  writeFileSync(files.config, configText(vendors, files, port, hooks), { mode: 0o600 })
  for (const { key, permissions } of Object.values(ashbyKeys)) vendors.ashby.keys.set(key, permissions)
  for (const { webhooks } of Object.values(vendors.crosschq))
    webhooks.settings.auth = { type: 'token', token: hooks.crosschqHook, form: 'bare' }
  return files
}

function secret(): string {
  return randomBytes(24).toString('hex')
}

/** Asked for now, because webhooks are told the address before the server listens. */
function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer().once('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      server.close(() => resolve(typeof address === 'object' && address ? address.port : 0))
    })
  })
}
