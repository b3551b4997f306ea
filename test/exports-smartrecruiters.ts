import {
  createSmartRecruitersWorld,
  type SmartRecruitersWorld,
  type SmartRecruitersWorldOptions,
} from './references-smartrecruiters.ts'

export const SOURCE = { sourceType: 'custom', sourceId: 'crosschq' } as const

/** SmartRecruiters with a source of the company's own, and what `export` says in the config. */
export async function exportingToSmartRecruiters(
  rules: object,
  options: SmartRecruitersWorldOptions = {},
): Promise<SmartRecruitersWorld> {
  const config = { ...options.config, export: { ...SOURCE, ...rules } }
  const world = await createSmartRecruitersWorld({ ...options, config })
  const sources = [{ id: 'crosschq', label: 'Crosschq' }]
  world.smartRecruiters.addSourceType({ id: 'custom', label: 'Custom', sources })
  return world
}

export function candidates({ smartRecruiters }: SmartRecruitersWorld) {
  return [...smartRecruiters.state.candidates.values()]
}

/** Of everybody, each on a job. */
export function applications({ smartRecruiters }: SmartRecruitersWorld) {
  return [...smartRecruiters.state.applications.values()]
}
