import { DownloadOutlined } from '@ant-design/icons'
import { useParams } from '@tanstack/react-router'
import { Alert, Button, Flex, InputNumber, Typography } from 'antd'
import { useState } from 'react'
import type { AnswerOfCall } from '../../core/action.ts'
import { client } from '../../ui/client.ts'
import { useHolds, useMe } from '../../ui/me.tsx'
import { Answer, Block, Clause, PageHead, State } from '../../ui/parts.tsx'
import { useAnswer } from '../../ui/query.ts'
import { To } from '../../ui/To.tsx'
import { Badges } from './badges.screens.tsx'
import { marks, sizeLimits } from './plaque.ts'

type Server = typeof import('./plaque.server.ts')
const api = client<Server>('plaques')

type Opened = AnswerOfCall<Server['stationPlaques']>
type Plaque = Opened['plaques'][number]

/** A station's plaques at their true size, and the badges of its people. */
export function PlaquesPage() {
  const { id } = useParams({ strict: false }) as { id: string }
  const found = useAnswer(api.stationPlaques, { station: id })
  const seesPeople = useHolds('person.read')
  return (
    <Answer of={found}>
      {(opened) => (
        <>
          <PageHead title="标牌与工作证" note={<To path={`/stations/${id}`}>{opened.stationName}</To>} />
          <Placeholders of={opened.placeholders} />
          {opened.plaques.map((plaque) => (
            <PlaqueBlock key={plaque.key} station={id} stationName={opened.stationName} plaque={plaque} />
          ))}
          {seesPeople && <Badges station={id} attire={opened.attire} />}
        </>
      )}
    </Answer>
  )
}

/** The marks are others' property: until an office has put its file in, a neutral circle keeps their place. */
function Placeholders({ of }: { of: Opened['placeholders'] }) {
  const me = useMe()
  const mayUpload = me.grants.has('station.manage')
  const place = me.roles.find((one) => one.place)?.place
  if (of.length === 0) return null
  return (
    <Alert
      type="info"
      showIcon
      style={{ marginBottom: 16 }}
      title={`${of.map((mark) => marks[mark]).join('、')}现在是占位图`}
      description={
        <>
          系统不附带这些标志。请由民政部门上传正式的标志文件（SVG 或 PNG），上传后本辖区的标牌都会换成正式标志。
          {mayUpload && place && <To path={`/plaque-marks/${place}`}>上传标志</To>}
        </>
      }
    />
  )
}

/** Pixels a sample takes at most. */
const preview = { width: 480, height: 320 }

function PlaqueBlock({ station, stationName, plaque }: { station: string; stationName: string; plaque: Plaque }) {
  const [width, setWidth] = useState(plaque.widthCm)
  const [height, setHeight] = useState(plaque.heightCm)
  const size = plaque.sizeGiven ? '' : `?width=${width}&height=${height}`
  const file = (format: 'pdf' | 'svg') => `/api/plaques/${station}/${plaque.key}.${format}${size}`
  const facts = [
    plaque.place === 'outside' ? '挂室外显著位置' : '设在室内',
    plaque.material,
    plaque.colour,
    ...plaque.marks.map((mark) => `带${marks[mark]}`),
  ].filter((one) => one !== null)
  return (
    <Block title={plaque.name} {...(plaque.clause && { extra: <Clause>{plaque.clause}</Clause> })}>
      <Flex gap={24} wrap>
        {plaque.problem === null && (
          <img
            src={file('svg')}
            alt={`标牌样图：${plaque.name}`}
            style={{
              // its place is kept while it is being drawn
              width: width * Math.min(preview.height / height, preview.width / width),
              aspectRatio: `${width} / ${height}`,
              maxWidth: '100%',
              alignSelf: 'flex-start',
              border: '1px solid #e3e7ed',
            }}
          />
        )}
        <Flex vertical gap={10} style={{ flex: 1, minWidth: 260 }}>
          <div>{plaque.label}</div>
          {plaque.problem ? (
            <Alert type="warning" showIcon title={plaque.problem} />
          ) : plaque.fits === null ? null : plaque.fits ? (
            <div>
              <State tone="good">与站名一致</State>
            </div>
          ) : (
            <Alert
              type="warning"
              showIcon
              title={`登记的站名是「${stationName}」，与标牌格式不同；标牌按文件格式印制，请在站点页核对站名`}
            />
          )}
          <Typography.Text type="secondary">{facts.join(' · ')}</Typography.Text>
          {plaque.note && <Typography.Text type="secondary">注：{plaque.note}</Typography.Text>}
          {plaque.sizeGiven ? (
            <div>
              尺寸 {plaque.widthCm} × {plaque.heightCm} 厘米（文件规定）
            </div>
          ) : (
            <Flex gap={8} wrap align="center">
              <span>文件没有规定尺寸，</span>
              <span>宽</span>
              <InputNumber
                aria-label="标牌宽度（厘米）"
                min={sizeLimits.least}
                max={sizeLimits.most}
                value={width}
                onChange={(next) => next && setWidth(next)}
                style={{ width: 84 }}
              />
              <span>高</span>
              <InputNumber
                aria-label="标牌高度（厘米）"
                min={sizeLimits.least}
                max={sizeLimits.most}
                value={height}
                onChange={(next) => next && setHeight(next)}
                style={{ width: 84 }}
              />
              <span>厘米</span>
            </Flex>
          )}
          {plaque.problem === null && (
            <Flex gap={8} wrap>
              <Button icon={<DownloadOutlined />} href={file('pdf')} aria-label={`下载 PDF：${plaque.name}`}>
                PDF（原大）
              </Button>
              <Button icon={<DownloadOutlined />} href={file('svg')} aria-label={`下载 SVG：${plaque.name}`}>
                SVG（交制作单位）
              </Button>
            </Flex>
          )}
        </Flex>
      </Flex>
    </Block>
  )
}
