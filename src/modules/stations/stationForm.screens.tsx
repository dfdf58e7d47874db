import { useNavigate } from '@tanstack/react-router'
import { App, Button, Flex, Input, Select, Typography } from 'antd'
import { useEffect, useRef } from 'react'
import type { RowOf } from '../../core/entity.ts'
import type { Fields } from '../../core/field.ts'
import { choice, date, link, optional } from '../../core/field.ts'
import { client } from '../../ui/client.ts'
import { today } from '../../ui/format.ts'
import { Block, Clause, PageHead } from '../../ui/parts.tsx'
import { usePicker } from '../../ui/pickers.tsx'
import { useAct, useAnswer } from '../../ui/query.ts'
import { RecordForm, type RecordFormProps } from '../../ui/RecordForm.tsx'
import { type levels, operationModes } from '../policy/index.ts'
import { StationPicker } from './StationPicker.tsx'
import { Station } from './station.ts'

type Server = typeof import('./station.server.ts') &
  typeof import('./operation.server.ts') &
  typeof import('./origin.server.ts') &
  typeof import('./plaque.server.ts')
const api = client<Server>('stations')

type Values = Record<string, unknown>
type Set = (key: string, value: unknown) => void

const { name: named, level, place, parent, openedOn, closedOn, ...rest } = Station.fields
// the form says itself how the name stands to the plaque
const { help: _help, ...name } = named
// where it is decides what its plaque says, so that is asked first
const editFields = { level, place, name, parent, openedOn, closedOn, ...rest }
const newFields = {
  level,
  place,
  name,
  parent,
  mode: choice('运营方式', operationModes),
  operator: optional(link('承接主体', 'organisation')),
  openedOn,
  modeFrom: optional(date('运营方式起始日', { help: '不填即启用日期；还没有启用的，即今天' })),
  ...rest,
}

function useSuggestion({ place: at, level: of }: Values) {
  return useAnswer(
    api.suggestName,
    { place: at as string, level: of as keyof typeof levels },
    { enabled: Boolean(at && of) },
  ).data
}

/** Where the station is; a place of another kind than its level is only hinted at. */
function PlaceControl({ values, set }: { values: Values; set: Set }) {
  const Picker = usePicker('place')
  const suggestion = useSuggestion(values)
  const hint = suggestion?.placeHint
  return (
    <>
      {Picker && <Picker id="field-place" value={values.place as string} onChange={(chosen) => set('place', chosen)} />}
      {suggestion && (
        <Typography.Text type="secondary" style={{ display: 'block' }}>
          本地称「{suggestion.levelName}」
        </Typography.Text>
      )}
      {hint && (
        <Typography.Text type="warning" role="status">
          {hint}
        </Typography.Text>
      )}
    </>
  )
}

/** The name, filled in as the plaque's pattern has it until something else is typed; another name is allowed. */
function NameControl({ values, set }: { values: Values; set: Set }) {
  const suggestion = useSuggestion(values)
  const filled = useRef<string>(undefined)
  const typed = (values.name as string | null | undefined) ?? ''
  const suggested = suggestion?.name ?? null
  // only a new suggestion fills the field: a name that was typed, or emptied on purpose, stays
  // biome-ignore lint/correctness/useExhaustiveDependencies: what is typed must not run this again
  useEffect(() => {
    if (suggested && (typed === '' || typed === filled.current)) {
      filled.current = suggested
      set('name', suggested)
    }
  }, [suggested])
  return (
    <>
      <Input
        id="field-name"
        allowClear
        maxLength={60}
        value={typed}
        onChange={(event) => set('name', event.target.value || null)}
      />
      {suggested && (
        <Flex gap={8} wrap align="center" style={{ marginTop: 4 }} role="status">
          {typed === suggested ? (
            <Typography.Text type="secondary">
              {filled.current === suggested ? '已按标牌格式填写，可以修改' : '与标牌格式一致'}
            </Typography.Text>
          ) : (
            <>
              <Typography.Text type="warning">与标牌格式不同，标牌应为「{suggested}」</Typography.Text>
              <Button size="small" onClick={() => set('name', suggested)}>
                采用
              </Button>
            </>
          )}
          {suggestion?.clause && <Clause>{suggestion.clause}</Clause>}
        </Flex>
      )}
    </>
  )
}

/** How the station came to be, in the document's ways; asked only where a document names them (PZ-1.3). */
function OriginControl({ values, set }: { values: Values; set: Set }) {
  const found = useAnswer(api.listOrigins, { place: values.place as string }, { enabled: Boolean(values.place) })
  const origins = found.data ?? []
  if (origins.length === 0)
    return (
      <Typography.Text type="secondary">{values.place ? '本地文件没有列建站来源' : '先选所在区划'}</Typography.Text>
    )
  return (
    <Select
      id="field-origin"
      allowClear
      placeholder="请选择"
      value={(values.origin as string) ?? null}
      onChange={(chosen: string | null) => set('origin', chosen ?? null)}
      options={origins.map(({ key, label }) => ({ value: key, label }))}
      style={{ width: '100%' }}
    />
  )
}

const controls: NonNullable<RecordFormProps['controls']> = {
  origin: (values, set) => <OriginControl values={values} set={set} />,
  place: (values, set) => <PlaceControl values={values} set={set} />,
  name: (values, set) => <NameControl values={values} set={set} />,
  // nobody guides a hub
  parent: (values, set) =>
    values.level === 'hub' ? null : (
      <StationPicker
        id="field-parent"
        level="hub"
        placeholder="没有总站的可不选"
        value={values.parent as string}
        onChange={(chosen) => set('parent', chosen)}
      />
    ),
}

/** The operator is asked for only where services are purchased. */
export const operatorControl: NonNullable<RecordFormProps['controls']>[string] = (values) =>
  values.mode === 'purchased' ? undefined : null

const sent = (values: Values): Values => ({
  ...values,
  ...(values.level === 'hub' && { parent: null }),
  ...(values.mode === 'selfRun' && { operator: null }),
})

/** A station's facts, to be changed in place. */
export function EditStation({ station, onDone }: { station: RowOf<typeof Station>; onDone: () => void }) {
  const edit = useAct(api.editStation, { onDone })
  return (
    <Block title="修改社工站">
      <div style={{ maxWidth: 640 }}>
        <RecordForm
          fields={editFields as Fields}
          initial={{ ...station }}
          unfolded={['openedOn', 'closedOn']}
          controls={controls}
          submit="保存修改"
          onSubmit={(values) =>
            edit.mutateAsync({ ...sent(values), id: station.id, version: station.version } as never)
          }
          onCancel={onDone}
        />
      </div>
    </Block>
  )
}

/** A new station: its level and place first, for they decide what its plaque says. */
export function AddStation() {
  const navigate = useNavigate()
  const { message } = App.useApp()
  const add = useAct(api.addStation, {
    onDone: ({ id }) => {
      message.info('已新增，可接着登记人员')
      void navigate({ to: '/stations/$id', params: { id } as never, replace: true })
    },
  })
  return (
    <>
      <PageHead title="新增社工站" note="筹建中的站可以先不填启用日期" />
      <Block>
        <div style={{ maxWidth: 640 }}>
          <RecordForm
            fields={newFields as Fields}
            initial={{ level: 'station' }}
            draft="station"
            unfolded={['openedOn']}
            controls={{ ...controls, operator: operatorControl }}
            submit="新增"
            onSubmit={(values) => add.mutateAsync(sent(values) as never)}
            onCancel={() => void navigate({ to: '/stations' })}
          />
        </div>
      </Block>
    </>
  )
}

const modeFields = {
  mode: choice('运营方式', operationModes),
  operator: optional(link('承接主体', 'organisation')),
  fromOn: date('自', { help: '原方式到前一天为止，保留在历史里；与现有记录同一天起的，即更正该记录' }),
}

/** Another way of running the station from a day on. */
export function ChangeMode({ station, onDone }: { station: string; onDone: () => void }) {
  const change = useAct(api.changeMode, { onDone })
  return (
    <RecordForm
      fields={modeFields as Fields}
      initial={{ fromOn: today() }}
      controls={{ operator: operatorControl }}
      submit="变更"
      onSubmit={(values) => change.mutateAsync({ ...sent(values), id: station } as never)}
      onCancel={onDone}
    />
  )
}
