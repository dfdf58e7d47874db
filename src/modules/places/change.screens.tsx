import { Drawer, Grid, Radio, Select, Typography } from 'antd'
import { useState } from 'react'
import type { Fields } from '../../core/field.ts'
import { type Call, client } from '../../ui/client.ts'
import { today } from '../../ui/format.ts'
import { Answer } from '../../ui/parts.tsx'
import { useAct, useAnswer } from '../../ui/query.ts'
import { RecordForm, type RecordFormProps } from '../../ui/RecordForm.tsx'
import { BoundaryFile } from './boundary.screens.tsx'
import {
  boundaryFields,
  markFields,
  mergeFields,
  renameFields,
  splitFields,
  transferFields,
  unmarkFields,
  zoneFields,
} from './change.ts'
import type { Tile } from './colouring.ts'
import type { Detail } from './history.ts'
import { usePlaceOptions } from './PlacePicker.tsx'
import { homeKinds, type PlaceKind } from './place.ts'
import { SplitParts } from './SplitParts.tsx'

type Server = typeof import('./change.server.ts') &
  typeof import('./regroup.server.ts') &
  typeof import('./merger.server.ts') &
  typeof import('./boundary.server.ts') &
  typeof import('./browse.server.ts')
const api = client<Server>('places')

const titles = {
  addZone: '新增开发区',
  renamePlace: '更名',
  transferPlace: '划转',
  mergePlaces: '合并下级',
  splitPlace: '拆分',
  markMerged: '标记涉改',
  unmarkMerged: '取消涉改标记',
  uploadBoundary: '上传边界',
} as const
export type ChangeName = keyof typeof titles

interface Asked {
  detail: Detail
  onDone: (id?: string) => void
  onClose: () => void
}

/** The form of one change, at the side of the place it is about. */
export function ChangeDrawer({ change, ...asked }: Asked & { change: ChangeName | undefined }) {
  const wide = Grid.useBreakpoint().sm ?? true
  return (
    <Drawer
      open={change !== undefined}
      onClose={asked.onClose}
      title={change && `${titles[change]}：${asked.detail.name}`}
      size={wide ? 560 : '100%'}
      destroyOnHidden
    >
      {change && <ChangeForm change={change} {...asked} />}
    </Drawer>
  )
}

function ChangeForm({ change, ...asked }: Asked & { change: ChangeName }) {
  const { place, merger } = asked.detail
  switch (change) {
    case 'addZone':
      return <Form {...asked} call={api.addZone} fields={zoneFields} submit="新增" />
    case 'renamePlace':
      return (
        <Form {...asked} call={api.renamePlace} fields={renameFields} submit="更名" unfolded={['document']}>
          旧名称保留到生效日前一天，往期报表和记录仍用旧名称。
        </Form>
      )
    case 'transferPlace':
      return (
        <Form {...asked} call={api.transferPlace} fields={transferFields} submit="划转" unfolded={['document']}>
          下级随同划转。划入别的区县时，本区划和下级会在新的区县下重新立目并互相链接，原区县的记录不动。
        </Form>
      )
    case 'mergePlaces':
      return <WithBelow detail={asked.detail}>{(tiles) => <Merge {...asked} tiles={tiles} />}</WithBelow>
    case 'splitPlace':
      return <WithBelow detail={asked.detail}>{(tiles) => <Split {...asked} tiles={tiles} />}</WithBelow>
    case 'markMerged':
      return (
        <Form {...asked} call={api.markMerged} fields={markFields} submit="标记" unfolded={['note']} days="fromOn">
          涉改指乡镇（街道）、村（社区）两项改革涉及的区划，建站占比等规则按它统计。
        </Form>
      )
    case 'unmarkMerged':
      return (
        <Form {...asked} id={merger!.id} call={api.unmarkMerged} fields={unmarkFields} submit="取消标记">
          只用于标错的情形；原来的标记和取消原因会留在沿革中。
        </Form>
      )
    case 'uploadBoundary':
      return (
        <Form
          {...asked}
          call={api.uploadBoundary}
          fields={boundaryFields}
          submit="上传"
          stays
          controls={{
            fileName: () => null,
            geojson: (values, set) => (
              <BoundaryFile id="field-geojson" place={place.id} value={values} onChange={set} />
            ),
          }}
        >
          一站不附带边界：公开的边界数据多有许可限制，公开展示的地图须经审核并标注审图号。这里的图只在系统内作示意。
        </Form>
      )
  }
}

type FormProps = Asked &
  Pick<RecordFormProps, 'fields' | 'submit' | 'controls' | 'unfolded'> & {
    // biome-ignore lint/suspicious/noExplicitAny: the call's input is what the form's fields say
    call: Call<any, { id: string }>
    /** The record acted on, where it is not the place itself. */
    id?: string
    /** The field that begins with today. */
    days?: string
    /** The answer is not a place to go to. */
    stays?: boolean
    initial?: Record<string, unknown>
    children?: string
  }

function Form({ call, id, days = 'onDay', stays, detail, onDone, onClose, children, initial, ...form }: FormProps) {
  const act = useAct(call, { onDone: (answer) => onDone(stays ? undefined : answer.id) })
  const first: Fields = form.fields
  return (
    <>
      {children && <Typography.Paragraph type="secondary">{children}</Typography.Paragraph>}
      <RecordForm
        {...form}
        initial={{ ...(days in first && { [days]: today() }), ...initial }}
        onSubmit={(values) => act.mutateAsync({ ...values, id: id ?? detail.place.id })}
        onCancel={onClose}
      />
    </>
  )
}

function WithBelow({ detail, children }: { detail: Detail; children: (tiles: readonly Tile[]) => React.ReactNode }) {
  const found = useAnswer(api.placeTiles, { root: detail.place.id })
  return <Answer of={found}>{({ tiles }) => children(tiles)}</Answer>
}

const levelOf = (kind: PlaceKind) => (kind === 'zone' ? 'township' : kind)

/** Several places chosen from a level, or found by name: a village may come from a neighbouring township. */
function PlacesPicker({
  id,
  tiles,
  value,
  onChange,
}: {
  id: string
  tiles: readonly Tile[]
  value: string[]
  onChange: (ids: string[]) => void
}) {
  const [typed, setTyped] = useState('')
  const { places, loading } = usePlaceOptions(typed, value)
  const wanted = new Set(tiles.map(({ kind }) => levelOf(kind)))
  const own = tiles.filter(({ name }) => name.includes(typed.trim()))
  const others = places.filter((one) => wanted.has(levelOf(one.kind)) && !tiles.some((tile) => tile.id === one.id))
  return (
    <Select
      id={id}
      mode="multiple"
      value={value}
      onChange={onChange}
      showSearch={{ filterOption: false, onSearch: setTyped }}
      loading={loading}
      placeholder="选择，或输入名称查找"
      options={[
        ...own.map((tile) => ({ value: tile.id, label: tile.name })),
        ...others.map((one) => ({ value: one.id, label: one.path })),
      ]}
      style={{ width: '100%' }}
    />
  )
}

function Merge({ tiles, ...asked }: Asked & { tiles: readonly Tile[] }) {
  const [into, setInto] = useState(false)
  const mixed = tiles.some(({ kind }) => kind === 'township' || kind === 'zone')
  const marked = mixed || tiles.some(({ kind }) => kind === 'village')
  return (
    <Form
      {...asked}
      call={api.mergePlaces}
      submit="合并"
      fields={mergeFields}
      initial={{ places: [] }}
      unfolded={['document', 'reform', 'name']}
      controls={{
        places: (values, set) => (
          <PlacesPicker
            id="field-places"
            tiles={tiles}
            value={(values.places as string[]) ?? []}
            onChange={(ids) => set('places', ids)}
          />
        ),
        into: (values, set) => (
          <>
            <Radio.Group
              aria-label="合并方式"
              value={into}
              onChange={(event) => {
                setInto(event.target.value)
                set('into', null)
              }}
              options={[
                { value: false, label: '合并为新区划' },
                { value: true, label: '并入现有区划' },
              ]}
            />
            {into && (
              <Select
                id="field-into"
                value={(values.into as string | null) ?? null}
                onChange={(next) => set('into', next)}
                showSearch={{ optionFilterProp: 'label' }}
                placeholder="并入哪一个"
                options={tiles
                  .filter(({ id }) => !((values.places as string[]) ?? []).includes(id))
                  .map(({ id, name }) => ({ value: id, label: name }))}
                style={{ width: '100%', marginTop: 8 }}
              />
            )}
          </>
        ),
        ...(mixed && !into ? {} : { kind: null }),
        ...(into && { divisionCode: null }),
        ...(!marked && { reform: null }),
      }}
    >
      被合并的区划到生效日前一天为止，它们的下级从生效日起归合并后的区划；设在原区划的社工站照常办理，并计入合并后的区划。
    </Form>
  )
}

function Split({ tiles, ...asked }: Asked & { tiles: readonly Tile[] }) {
  const { kind } = asked.detail.place
  const isTownship = levelOf(kind) === 'township'
  const isHome = homeKinds.includes(kind)
  return (
    <Form
      {...asked}
      call={api.splitPlace}
      submit="拆分"
      fields={splitFields}
      initial={{ keeps: true, parts: [{ name: '', children: [] }] }}
      unfolded={['document', 'reform']}
      controls={{
        parts: (values, set) => (
          <SplitParts
            tiles={tiles}
            withKind={isTownship}
            value={values.parts as never}
            onChange={(parts) => set('parts', parts)}
          />
        ),
        ...(isHome && { reform: null }),
      }}
    >
      {isHome
        ? '已有的社工站和记录仍归原区划；新区划另行开设账号、登记站点。'
        : '社工站不会自动改到新区划；拆分后请到社工站页面核对所在区划。'}
    </Form>
  )
}
