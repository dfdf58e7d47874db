import { date, ref, text } from '../../core/field.ts'
import { addDays } from '../../core/time.ts'
import { today } from '../../ui/format.ts'
import { useAct } from '../../ui/query.ts'
import { RecordForm } from '../../ui/RecordForm.tsx'
import { CaseCrisis } from './caseFile.ts'
import { api, type OpenedCase, PaperForm } from './parts.tsx'

interface AsideProps {
  opened: OpenedCase
  onDone: () => void
}

const { caseFile: _case, toOn, result, ...crisisFields } = CaseCrisis.fields

export function CrisisForm({ opened: { record }, onDone }: AsideProps) {
  return (
    <PaperForm
      found={record}
      call={api.markCrisis as never}
      fields={crisisFields}
      initial={{ fromOn: today() }}
      unfolded={['reportedTo']}
      submit="标记危机"
      onDone={onDone}
    />
  )
}

export function EndCrisis({ opened: { record }, onDone }: AsideProps) {
  return (
    <PaperForm
      found={record}
      call={api.endCrisis as never}
      fields={{ toOn: { ...toOn, optional: false }, result: { ...result, optional: false } }}
      initial={{ toOn: today() }}
      submit="解除危机"
      onDone={onDone}
    />
  )
}

export function NextForm({ opened: { record }, onDone }: AsideProps) {
  return (
    <PaperForm
      found={record}
      call={api.planNext as never}
      fields={{ nextAim: text('下一步', { max: 200 }), nextOn: date('日期') }}
      initial={{ nextAim: record.nextAim, nextOn: record.nextOn ?? addDays(today(), 7) }}
      submit="保存"
      onDone={onDone}
    />
  )
}

export function ReassignForm({ opened: { record }, onDone }: AsideProps) {
  const reassign = useAct(api.reassignCase, { onDone })
  return (
    <RecordForm
      fields={{
        worker: ref('接手社工', 'person'),
        fromOn: date('自'),
        handover: text('交接说明', { max: 500, multiline: true, help: '目前的进展、风险和已约好的事' }),
      }}
      initial={{ fromOn: today() }}
      submit="转办"
      onSubmit={(values) => reassign.mutateAsync({ ...values, id: record.id, version: record.version } as never)}
      onCancel={onDone}
    />
  )
}
