/**
 * What a connection must remember across restarts and nobody may read: tokens that were given to it, never what stands in
 * the config file. Kept sealed. Its texts are the owner's matter.
 */
export interface Credentials {
  /** Undefined where nothing is kept. A `FatalError` where it cannot be opened with the keys that are configured. */
  load(name: string): Promise<string | undefined>
  /** Kept for good when this returns. Waits for whoever is alone with it. */
  save(name: string, text: string): Promise<void>
  /**
   * Alone with this credential among all processes. What `act` saves is kept when this returns, and not at all where `act`
   * throws. `act` must be done within 50 s, and must use nothing of the database but what it is given.
   */
  exclusively<T>(name: string, act: (held: HeldCredential) => Promise<T>): Promise<T>
}

export interface HeldCredential {
  readonly text: string | undefined
  save(text: string): Promise<void>
}
