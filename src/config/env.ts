export type Env = Readonly<Record<string, string | undefined>>

/** The environment of this process. Nothing else in the project reads it. */
export function processEnv(): Env {
  return process.env
}

/** Where the configuration is: what the command line says, else HIREWIRE_CONFIG, else the usual place. */
export function configPath(flag: string | undefined, env: Env = processEnv()): string {
  return flag ?? (env.HIREWIRE_CONFIG || 'config/hirewire.yaml')
}
