import './places.css'
import { InboxOutlined } from '@ant-design/icons'
import { Alert, Button, Flex, Grid, Modal, Typography, Upload } from 'antd'
import { useMemo, useState } from 'react'
import type { AnswerOfCall } from '../../core/action.ts'
import { client } from '../../ui/client.ts'
import { formatInstant } from '../../ui/format.ts'
import { Answer, Nothing } from '../../ui/parts.tsx'
import { useAct, useAnswer } from '../../ui/query.ts'
import { RecordForm } from '../../ui/RecordForm.tsx'
import { removeFields } from './change.ts'
import { type Colouring, colourings, type Tile } from './colouring.ts'
import { matchShapes, project } from './drawing.ts'
import { fitBoundary, readBoundary, type Shape } from './geojson.ts'
import { shortName } from './place.ts'
import { Legend } from './TileMap.tsx'

type Server = typeof import('./boundary.server.ts') & typeof import('./browse.server.ts')
const api = client<Server>('places')
type BoundaryRow = NonNullable<AnswerOfCall<Server['placeBoundary']>['boundary']>

const why =
  '一站不附带行政区划边界：公开的边界数据多有使用许可的限制，公开展示的地图还须依法审核并标注审图号。本单位如有可用的边界文件（GeoJSON），可以自行上传，只在系统内作示意图用。'

/** The office's own boundaries of what lies below a place, if it has brought any; why none come along. */
export function BoundaryView({
  place,
  tiles,
  colouring,
  onOpen,
  onUpload,
}: {
  place: string
  tiles: readonly Tile[]
  colouring: Colouring
  onOpen: (id: string) => void
  onUpload?: () => void
}) {
  const found = useAnswer(api.placeBoundary, { place })
  return (
    <Answer of={found}>
      {({ boundary, geojson }) =>
        boundary && geojson ? (
          <Drawn
            boundary={boundary}
            geojson={geojson}
            tiles={tiles}
            colouring={colouring}
            onOpen={onOpen}
            onUpload={onUpload}
          />
        ) : (
          <Nothing says="这里还没有边界图，请先看方块图或列表">
            <Typography.Paragraph type="secondary" style={{ maxWidth: 560, margin: '0 auto 12px', textAlign: 'left' }}>
              {why}
            </Typography.Paragraph>
            {onUpload && <Button onClick={onUpload}>上传边界</Button>}
          </Nothing>
        )
      }
    </Answer>
  )
}

function Drawn({
  boundary,
  geojson,
  tiles,
  colouring,
  onOpen,
  onUpload,
}: {
  boundary: BoundaryRow
  geojson: string
  tiles: readonly Tile[]
  colouring: Colouring
  onOpen: (id: string) => void
  onUpload: (() => void) | undefined
}) {
  const [removing, setRemoving] = useState(false)
  const shapes = useMemo(() => {
    const read = readBoundary(geojson)
    return 'shapes' in read ? read.shapes : []
  }, [geojson])
  // as wide as it is shown, so that names keep their size
  const across = Grid.useBreakpoint().sm === false ? 360 : 1000
  const { width, height, drawn } = useMemo(() => project(shapes, across), [shapes, across])
  const matched = useMemo(() => matchShapes(shapes, tiles), [shapes, tiles])
  const byId = new Map(tiles.map((tile) => [tile.id, tile]))
  const areas = drawn.map(({ path, centre, width: room }, i) => ({
    key: `shape ${i}`,
    path,
    centre,
    room,
    called: shapes[i]!.name ?? shapes[i]!.code,
    tile: byId.get(matched[i] ?? ''),
  }))
  const strange = shapes.filter((_, i) => matched[i] === null).map(({ code, name }) => name ?? code)
  const undrawn = tiles.filter(({ id }) => !matched.includes(id)).map(({ name }) => name)
  return (
    <>
      <Legend tiles={tiles} colouring={colouring} />
      <nav aria-label="边界示意图；同样的内容见列表">
        <svg className="place-map" viewBox={`-8 -8 ${width + 16} ${height + 16}`}>
          <title>边界示意图</title>
          {areas.map(({ key, path, centre, room, called, tile }) => {
            const paint = tile && colourings[colouring].paint(tile)
            const says = `${tile?.name ?? called}，${paint?.word ?? '没有对应到区划'}`
            if (!tile)
              return (
                <g key={key}>
                  <title>{says}</title>
                  <path d={path} fill="#fff" fillRule="evenodd" strokeDasharray="4 3" />
                  {called && room > called.length * 15 && (
                    <text x={centre.x} y={centre.y}>
                      {called}
                    </text>
                  )}
                </g>
              )
            const label = shortName(tile.name)
            return (
              <a
                key={key}
                className="place-shape"
                href={`/places/${tile.id}`}
                aria-label={says}
                onClick={(event) => {
                  event.preventDefault()
                  onOpen(tile.id)
                }}
              >
                <title>{says}</title>
                <path d={path} fill={paint!.fill} fillRule="evenodd" />
                {room > label.length * 15 && (
                  <text x={centre.x} y={centre.y}>
                    {label}
                  </text>
                )}
              </a>
            )
          })}
        </svg>
      </nav>
      <Flex vertical gap={8} style={{ marginTop: 12 }}>
        {strange.length > 0 && (
          <Alert
            type="warning"
            showIcon
            title={`${strange.length} 个图形没有对应到当日的下级区划：${listed(strange)}`}
          />
        )}
        {undrawn.length > 0 && <Typography.Text>没有图形的下级区划：{listed(undrawn)}</Typography.Text>}
        <Typography.Text type="secondary">
          来源：{boundary.source}（{boundary.fileName}，{formatInstant(boundary.createdAt)}{' '}
          上传）。示意图，不作划界依据，不得对外公开展示。
        </Typography.Text>
        <Flex gap={8}>
          {onUpload && (
            <Button size="small" onClick={onUpload}>
              更换边界
            </Button>
          )}
          {boundary.can.includes('removeBoundary') && (
            <Button size="small" onClick={() => setRemoving(true)}>
              移除边界
            </Button>
          )}
        </Flex>
      </Flex>
      <Modal title="移除边界" open={removing} footer={null} onCancel={() => setRemoving(false)} destroyOnHidden>
        <Remove boundary={boundary} onClose={() => setRemoving(false)} />
      </Modal>
    </>
  )
}

function Remove({ boundary, onClose }: { boundary: BoundaryRow; onClose: () => void }) {
  const remove = useAct(api.removeBoundary, { onDone: onClose })
  return (
    <RecordForm
      fields={removeFields}
      submit="移除"
      onSubmit={(values) => remove.mutateAsync({ ...values, id: boundary.id } as never)}
      onCancel={onClose}
    />
  )
}

const listed = (names: readonly (string | null)[]) =>
  `${names.slice(0, 12).join('、')}${names.length > 12 ? `等 ${names.length} 个` : ''}`

/** What one request may carry, with room for the rest of it. */
const sendable = 900 * 1024

/** Chooses a boundary file and says at once what it holds, or what is wrong with it. */
export function BoundaryFile({
  id,
  place,
  value,
  onChange,
}: {
  id: string
  place: string
  value: Record<string, unknown>
  onChange: (key: string, value: unknown) => void
}) {
  const [problem, setProblem] = useState<string>()
  const [shapes, setShapes] = useState<readonly Shape[]>([])
  const found = useAnswer(api.placeTiles, { root: place })
  const hits = matchShapes(shapes, found.data?.tiles ?? []).filter((hit) => hit !== null).length

  async function take(file: File) {
    setShapes([])
    onChange('geojson', null)
    onChange('fileName', file.name.slice(-120))
    const read = readBoundary(await file.text())
    if ('problem' in read) return setProblem(read.problem)
    const text = fitBoundary(read.shapes, sendable)
    if (!text) return setProblem('边界太精细，抽稀后仍放不下，请先在地图软件里简化，或按区县分开上传')
    setProblem(undefined)
    setShapes(read.shapes)
    onChange('geojson', text)
  }

  return (
    <>
      <Upload.Dragger
        id={id}
        accept=".geojson,.json"
        showUploadList={false}
        beforeUpload={(file) => {
          void take(file)
          return false
        }}
      >
        <InboxOutlined aria-hidden style={{ fontSize: 20 }} /> 点此或拖入 GeoJSON 文件（5 MB 以内）
      </Upload.Dragger>
      {problem && <Alert type="error" showIcon title={problem} style={{ marginTop: 8 }} />}
      {shapes.length > 0 && (
        <Typography.Paragraph style={{ margin: '8px 0 0' }}>
          {String(value.fileName ?? '')}：{shapes.length} 个图形，{hits} 个对应到下级区划
          {hits < shapes.length && '，其余会列在图下'}。只保留形状、代码和名称。
        </Typography.Paragraph>
      )}
    </>
  )
}
