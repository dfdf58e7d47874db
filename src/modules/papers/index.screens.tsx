import { lazy, Suspense } from 'react'
import type { Choosing } from '../../ui/DataTable.tsx'
import type { PaperOf } from './batch.ts'

const Lazy = lazy(() => import('./PrintButton.tsx'))

/** Prints several papers as one PDF, one Word or a package. */
export function PrintButton(props: { papers: readonly PaperOf[]; title: string }) {
  return (
    <Suspense>
      <Lazy {...props} />
    </Suspense>
  )
}

/** Lets the rows of a list be chosen and their papers printed: `<DataTable choosing={printing('走访记录表', …)}>`. */
export function printing<Row extends object>(
  title: string,
  paperOf: (row: Row) => PaperOf | null,
  labelOf: (row: Row) => string,
): Choosing<Row> {
  return {
    labelOf,
    may: (row) => paperOf(row) !== null,
    bar: (rows) => <PrintButton papers={rows.flatMap((row) => paperOf(row) ?? [])} title={title} />,
  }
}
