import { useNavigate } from '@tanstack/react-router'
import { App } from 'antd'
import { optional, ref } from '../../core/field.ts'
import { today } from '../../ui/format.ts'
import { useMe } from '../../ui/me.tsx'
import { Block, PageHead } from '../../ui/parts.tsx'
import { useAct } from '../../ui/query.ts'
import { RecordForm } from '../../ui/RecordForm.tsx'
import { CataloguePicker } from '../services/index.screens.tsx'
import { planFields } from './group.ts'
import { api } from './parts.tsx'

/** Begins a group: what it is for, whom, when. Goals, sessions and budget come on its own page. */
export function PlanGroup() {
  const navigate = useNavigate()
  const { message } = App.useApp()
  const { stations, person } = useMe()
  const plan = useAct(api.planGroup)
  return (
    <>
      <PageHead title="拟订小组计划" note="保存后再写目标、排节次、写预算，然后提交督导审核" />
      <Block>
        <div style={{ maxWidth: 680 }}>
          <RecordForm
            fields={{
              station: ref('社工站', 'station'),
              ...planFields,
              ...(!person && { worker: ref('负责社工', 'person') }),
            }}
            initial={{ station: stations.length === 1 ? stations[0]!.id : undefined, items: [], fromOn: today() }}
            draft="group.new"
            submit="保存计划"
            controls={{
              ...(stations.length === 1 && { station: null }),
              items: (values, set) => (
                <CataloguePicker
                  id="field-items"
                  station={(values.station as string | undefined) ?? null}
                  value={(values.items as string[]) ?? []}
                  onChange={(keys) => set('items', keys)}
                />
              ),
            }}
            onSubmit={async (values) => {
              const { id } = await plan.mutateAsync(values as never)
              message.info('已保存')
              void navigate({ to: '/groups/$id', params: { id } as never })
            }}
          />
        </div>
      </Block>
    </>
  )
}

/** The same fields of a plan that is being written, with whoever answers for it. */
export const editFields = { ...planFields, worker: optional(ref('负责社工', 'person')) }
