import { charthopAshby } from './charthop-ashby/index.ts'

/** Every connector this program knows. Adding one adds its folder and a line here. */
export const connectors = { 'charthop-ashby': charthopAshby } as const

/** What a connection of each connector may say in the config file. */
export const connectorSchemas = { 'charthop-ashby': charthopAshby.config } as const
