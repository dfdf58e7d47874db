import { useNavigate } from '@tanstack/react-router'
import { App, Select } from 'antd'
import { ref } from '../../core/field.ts'
import { today } from '../../ui/format.ts'
import { useMe } from '../../ui/me.tsx'
import { Block, PageHead } from '../../ui/parts.tsx'
import { useAct, useAnswer } from '../../ui/query.ts'
import { RecordForm, type RecordFormProps } from '../../ui/RecordForm.tsx'
import { CataloguePicker } from '../services/index.screens.tsx'
import { planFields } from './activity.ts'
import { api } from './parts.tsx'

/** Plans an activity. */
export function PlanActivity() {
  const navigate = useNavigate()
  const { message } = App.useApp()
  const { stations, person } = useMe()
  const plan = useAct(api.planActivity)
  return (
    <>
      <PageHead title="安排活动" note="保存后即有签到码和海报，活动期间扫码签到" />
      <Block>
        <div style={{ maxWidth: 680 }}>
          <RecordForm
            fields={{
              station: ref('社工站', 'station'),
              ...planFields,
              ...(!person && { worker: ref('负责社工', 'person') }),
            }}
            initial={{
              station: stations.length === 1 ? stations[0]!.id : undefined,
              items: [],
              onDay: today(),
              startsAt: '14:30',
              endsAt: '16:30',
              venueKind: 'station',
              asksContact: false,
            }}
            draft="activity.new"
            submit="保存安排"
            controls={{ ...(stations.length === 1 && { station: null }), ...planControls }}
            onSubmit={async (values) => {
              const { id } = await plan.mutateAsync(values as never)
              message.info('已保存')
              void navigate({ to: '/activities/$id', params: { id } as never })
            }}
          />
        </div>
      </Block>
    </>
  )
}

/** Controls of a plan that its fields cannot say by themselves. */
export const planControls: NonNullable<RecordFormProps['controls']> = {
  items: (values, set) => (
    <CataloguePicker
      id="field-items"
      station={(values.station as string | undefined) ?? null}
      value={(values.items as string[]) ?? []}
      onChange={(keys) => set('items', keys)}
    />
  ),
  duty: (values, set) => (
    <DutySelect
      station={(values.station as string | undefined) ?? null}
      value={(values.duty as string | null | undefined) ?? null}
      onChange={(key) => set('duty', key)}
    />
  ),
}

/** What the local document asks for by season, with how often it was done this year. */
function DutySelect({
  station,
  value,
  onChange,
}: {
  station: string | null
  value: string | null
  onChange: (key: string | null) => void
}) {
  const found = useAnswer(api.seasonalDuties, { station: station ?? '' }, { enabled: station !== null })
  const duties = found.data ?? []
  return (
    <Select
      id="field-duty"
      allowClear
      value={value}
      onChange={(next) => onChange(next ?? null)}
      disabled={duties.length === 0}
      placeholder={duties.length === 0 ? '本地文件没有季节性工作' : '不是就不选'}
      options={duties.map(({ key, label, held }) => ({ value: key, label: `${label}（今年已办 ${held} 次）` }))}
    />
  )
}
