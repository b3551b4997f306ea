import { uuidFrom } from '../../../sandbox/ids.ts'
import type { World } from './world.ts'

/** The offer form of this organisation. Paths and order are each organisation's own in Ashby: read the definition. */
export function offerForm(world: World): Record<string, unknown> {
  const custom = [...world.fields.all()].filter(({ objectType, isArchived }) => objectType === 'Offer' && !isArchived)
  return {
    sections: [
      {
        title: 'Offer',
        fields: [
          formField({ path: 'opening', title: 'Opening', type: 'Opening', isRequired: false }),
          formField({ path: 'startDate', title: 'Start Date', type: 'Date', isRequired: true }),
          formField({ path: 'salary', title: 'Salary', type: 'Currency', isRequired: false }),
          ...custom.map(({ id, title, fieldType, isRequired }) =>
            formField({ path: `customFields.${id}`, title, type: fieldType, isRequired }),
          ),
        ],
      },
    ],
  }
}

interface FormField {
  readonly path: string
  readonly title: string
  readonly type: string
  readonly isRequired: boolean
}

function formField({ path, title, type, isRequired }: FormField): Record<string, unknown> {
  const field = {
    id: uuidFrom('ashby', 'formField', path),
    type,
    path,
    humanReadablePath: path,
    title,
    isNullable: !isRequired,
  }
  return { isRequired, field }
}
