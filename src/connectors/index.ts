import { charthopAshby } from './charthop-ashby/index.ts'
import { crosschqAshby } from './crosschq/ashby/index.ts'
import { crosschqLever } from './crosschq/lever/index.ts'
import { crosschqSmartRecruiters } from './crosschq/smartrecruiters/index.ts'
import { willoAshby } from './willo-ashby/index.ts'

/** Every connector this program knows. Adding one adds its folder and a line here. */
export const connectors = {
  'charthop-ashby': charthopAshby,
  'crosschq-ashby': crosschqAshby,
  'crosschq-lever': crosschqLever,
  'crosschq-smartrecruiters': crosschqSmartRecruiters,
  'willo-ashby': willoAshby,
} as const

/** What a connection of each connector may say in the config file. */
export const connectorSchemas = {
  'charthop-ashby': charthopAshby.config,
  'crosschq-ashby': crosschqAshby.config,
  'crosschq-lever': crosschqLever.config,
  'crosschq-smartrecruiters': crosschqSmartRecruiters.config,
  'willo-ashby': willoAshby.config,
} as const
