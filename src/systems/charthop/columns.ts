import { z } from 'zod'
import type { RejectedRow } from '../../record/record.ts'
import { cell, dateOf, isEmpty, isRow, listOf, type Row, textOf } from './row.ts'

/** Reads a row's columns. What is there and cannot be read refuses the row: a guess would end in somebody's record. */
export interface Columns {
  /** The first of the columns that is not empty. */
  text(...codes: readonly string[]): string | undefined
  list(...codes: readonly string[]): readonly string[]
  date(code: string): string | undefined
  refuse(problem: string): never
}

class RowProblem extends Error {}

export function rowSchema<T>(read: (row: Row, at: Columns) => T): z.ZodType<T> {
  return z.custom<Row>(isRow, 'not an object').transform((row, context) => {
    try {
      return read(row, columnsOf(row))
    } catch (error) {
      if (!(error instanceof RowProblem)) throw error
      context.issues.push({ code: 'custom', message: error.message, input: undefined })
      return z.NEVER
    }
  })
}

/** Reads each row by itself: one that cannot be read is counted and does not hide the others. */
export function readRows<T>(rows: readonly unknown[], schema: z.ZodType<T>): { rows: T[]; rejected: RejectedRow[] } {
  const read: { rows: T[]; rejected: RejectedRow[] } = { rows: [], rejected: [] }
  for (const row of rows) {
    const result = schema.safeParse(row)
    if (result.success) read.rows.push(result.data)
    else read.rejected.push({ id: idOf(row), problem: problemOf(result.error) })
  }
  return read
}

export function problemOf(error: z.ZodError): string {
  return error.issues.map(({ message }) => message).join('; ')
}

function idOf(row: unknown): string | undefined {
  return isRow(row) ? textOf(cell(row, 'id') ?? cell(row, 'jobId')) : undefined
}

function columnsOf(row: Row): Columns {
  const first = (codes: readonly string[]) => {
    for (const code of codes) {
      const value = cell(row, code)
      if (!isEmpty(value)) return value
    }
    return undefined
  }
  const refuse = (problem: string): never => {
    throw new RowProblem(problem)
  }
  return {
    refuse,
    text: (...codes) => {
      const value = first(codes)
      return isEmpty(value) ? undefined : (textOf(value) ?? refuse(`"${codes[0]}" has an unknown shape`))
    },
    list: (...codes) => listOf(first(codes)) ?? refuse(`"${codes[0]}" has an unknown shape`),
    date: (code) => {
      const value = cell(row, code)
      return isEmpty(value) ? undefined : (dateOf(value) ?? refuse(`"${code}" is not a date`))
    },
  }
}
