import { useParams } from '@tanstack/react-router'
import { Button, Flex, Modal, Tag, Typography } from 'antd'
import { useState } from 'react'
import type { AnswerOfCall } from '../../core/action.ts'
import { client } from '../../ui/client.ts'
import { DataTable } from '../../ui/DataTable.tsx'
import { useMe } from '../../ui/me.tsx'
import type { Section } from '../../ui/page.ts'
import { Answer, Block, Clause, Facts, PageHead } from '../../ui/parts.tsx'
import { useAnswer } from '../../ui/query.ts'
import { Sections } from '../../ui/Sections.tsx'
import { To } from '../../ui/To.tsx'
import { operationModes } from '../policy/index.ts'
import { Station } from './station.ts'
import { ChangeMode, EditStation } from './stationForm.screens.tsx'
import { StationStateTag } from './stations.screens.tsx'

const api = client<typeof import('./station.server.ts')>('stations')

type Opened = AnswerOfCall<typeof import('./station.server.ts').getStation>

/** A station's page: its facts, how it was and is run, whom it guides, and what other modules have to say of it. */
export function StationPage({ sections }: { sections: readonly Section[] }) {
  const { id } = useParams({ strict: false }) as { id: string }
  const found = useAnswer(api.getStation, { id })
  return (
    <Answer of={found} page>
      {(opened) => (
        <div key={id}>
          <Opened {...opened} />
          <Sections of={sections} id={id} />
        </div>
      )}
    </Answer>
  )
}

function Opened({ station, levelName, placePath, parentName, modes, guided, origin, plaque }: Opened) {
  const me = useMe()
  const [editing, setEditing] = useState(false)
  const [changing, setChanging] = useState(false)
  const { id } = station
  return (
    <>
      <PageHead
        title={station.name}
        note={placePath}
        tags={
          <>
            <StationStateTag station={station} />
            <Tag>{levelName}</Tag>
          </>
        }
      >
        {station.can.includes('editStation') && !editing && <Button onClick={() => setEditing(true)}>修改</Button>}
        {station.can.includes('changeMode') && <Button onClick={() => setChanging(true)}>变更运营方式</Button>}
      </PageHead>
      {editing ? (
        <EditStation station={station} onDone={() => setEditing(false)} />
      ) : (
        <Block title="基本情况">
          {plaque && !plaque.fits && (
            <Flex gap={8} wrap style={{ marginBottom: 12 }}>
              <Typography.Text type="warning">站名与标牌格式不同，标牌应为「{plaque.name}」</Typography.Text>
              <Clause>{plaque.clause}</Clause>
            </Flex>
          )}
          <Facts
            fields={Station.fields}
            row={station}
            own={{
              name: null,
              level: null,
              place: placePath,
              parent: station.parent && parentName && <To path={`/stations/${station.parent}`}>{parentName}</To>,
              ...(station.level === 'hub' && { parent: null }),
              ...(station.closedOn === null && { closedOn: null }),
              origin: origin ? origin.label : null,
            }}
          />
          {me.grants.has('service.read') && (
            <Flex gap={16} wrap style={{ marginTop: 8 }}>
              <To path="/services" search={{ station: id }}>
                本站服务记录
              </To>
              {me.grants.has('person.read') && (
                <To path="/people" search={{ station: id }}>
                  本站人员档案
                </To>
              )}
            </Flex>
          )}
        </Block>
      )}
      <Modes modes={modes} />
      {station.level === 'hub' && <Guided guided={guided} />}
      <Modal title="变更运营方式" open={changing} footer={null} onCancel={() => setChanging(false)} destroyOnHidden>
        <ChangeMode station={id} onDone={() => setChanging(false)} />
      </Modal>
    </>
  )
}

/** KM-4.1: how the station was run, the present way first. */
function Modes({ modes }: Pick<Opened, 'modes'>) {
  return (
    <Block title="运营方式">
      <DataTable
        rows={modes}
        rowKey={({ fromOn }) => fromOn}
        columns={[
          { title: '方式', key: 'mode', width: 140, render: (_, { mode }) => operationModes[mode] },
          {
            title: '承接主体',
            key: 'operator',
            render: (_, { operator, operatorName }) =>
              operator ? <To path={`/organisations/${operator}`}>{operatorName}</To> : '—',
          },
          { title: '自', key: 'fromOn', width: 120, render: (_, { fromOn }) => fromOn },
          { title: '至', key: 'toOn', width: 120, render: (_, { toOn }) => toOn ?? '今' },
        ]}
        empty="还没有登记运营方式，请点「变更运营方式」登记"
      />
    </Block>
  )
}

function Guided({ guided }: Pick<Opened, 'guided'>) {
  return (
    <Block title={`指导的站点（${guided.length}）`}>
      <DataTable
        rows={guided}
        rowKey={({ id }) => id}
        columns={[
          { title: '站名', key: 'name', render: (_, { id, name }) => <To path={`/stations/${id}`}>{name}</To> },
          { title: '层级', key: 'level', width: 160, render: (_, row) => row.levelName },
        ]}
        empty="还没有由本站指导的站点，在各站的「修改」里选择指导中心"
      />
    </Block>
  )
}
