import { Col, Row } from 'antd'
import { Block } from '../../ui/parts.tsx'
import { relations as relationWords } from '../clients/index.ts'
import type { OpenedCase } from './parts.tsx'
import { type Drawing, ecoMap, genogram } from './relations.ts'

/** As a picture, so that nothing in it can be anything but a drawing. */
function Picture({ drawing, says }: { drawing: Drawing; says: string }) {
  return (
    <img
      className="drawing"
      src={`data:image/svg+xml;charset=utf-8,${encodeURIComponent(drawing.svg)}`}
      width={drawing.width}
      alt={says}
    />
  )
}

/** The client's family and surroundings, drawn from the household and the contacts: nothing of them is entered twice. */
export function Drawings({ opened: { family, circle, record } }: { opened: OpenedCase }) {
  const members = family.map(({ name, relation }) => `${name}（${relationWords[relation]}）`).join('、')
  const around = circle.map(({ name, relation }) => `${name}（${relation}）`).join('、')
  return (
    <Row gutter={16}>
      <Col xs={24} xl={12}>
        <Block title="家庭结构图">
          <Picture drawing={genogram({ members: family }, relationWords)} says={`家庭成员：${members}`} />
        </Block>
      </Col>
      <Col xs={24} xl={12}>
        <Block title="社会生态图">
          <Picture
            drawing={ecoMap({ centre: record.clientName, contacts: circle })}
            says={around ? `社会关系：${around}` : '还没有登记社会关系'}
          />
        </Block>
      </Col>
    </Row>
  )
}
