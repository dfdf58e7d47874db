import { PlusOutlined } from '@ant-design/icons'
import { useNavigate } from '@tanstack/react-router'
import { Button, Typography } from 'antd'
import { HomeLocks } from '../../../modules/accounts/index.screens.tsx'
import { HomeActivities } from '../../../modules/activities/index.screens.tsx'
import { HomeAssistance } from '../../../modules/assistance/index.screens.tsx'
import { HomeCases } from '../../../modules/casework/index.screens.tsx'
import { HomeGroups } from '../../../modules/groups/index.screens.tsx'
import { HomeMeetings } from '../../../modules/meetings/index.screens.tsx'
import { HomeDiscoveries } from '../../../modules/outreach/index.screens.tsx'
import { Endings } from '../../../modules/people/index.screens.tsx'
import { HomeIncidents } from '../../../modules/protection/index.screens.tsx'
import { HomeVisits } from '../../../modules/visits/index.screens.tsx'
import { today } from '../../../ui/format.ts'
import { useMe } from '../../../ui/me.tsx'
import { PageHead, useTitle } from '../../../ui/parts.tsx'
import { AreaFindings, AreaReports } from './Area.tsx'
import { Duties } from './Duties.tsx'
import { MyRecords, StationMonth, StationsMonth, StationsWorse } from './Station.tsx'

const weekdays = ['星期日', '星期一', '星期二', '星期三', '星期四', '星期五', '星期六']

/** The one page that is a person's own (experience.md): what is due, what came back, what got worse. No wall of charts. */
export default function Home() {
  const me = useMe()
  const navigate = useNavigate()
  const area = me.roles.find(
    ({ place, role }) => place !== null && ['province', 'city', 'county', 'township', 'village'].includes(role),
  )
  // an office sees the stations of its area as lines of its own blocks
  const stations = me.roles.some(({ place }) => place === null) ? me.stations : []
  const [only, ...others] = stations
  const day = today()
  useTitle('首页')
  return (
    <>
      <PageHead title={`${me.name}，您好`} note={`${day} ${weekdays[new Date(`${day}T00:00:00Z`).getUTCDay()]}`}>
        {me.grants.has('service.record') && (
          <Button
            type="primary"
            size="large"
            icon={<PlusOutlined />}
            onClick={() => void navigate({ to: '/services/new' })}
          >
            登记服务
          </Button>
        )}
      </PageHead>
      {me.grants.has('account.secure') && <HomeLocks />}
      {me.grants.has('incident.read') && <HomeIncidents />}
      {me.grants.has('report.read') &&
        only &&
        (others.length === 0 ? <StationMonth station={only} /> : <StationsMonth stations={stations} />)}
      {me.grants.has('client.list') && <HomeVisits />}
      {me.grants.has('case.read') && <HomeCases />}
      {(me.grants.has('group.write') || me.grants.has('group.review')) && <HomeGroups />}
      {me.grants.has('activity.write') && <HomeActivities />}
      {me.grants.has('meeting.write') && <HomeMeetings />}
      {me.grants.has('assistance.read') && <HomeAssistance />}
      {me.grants.has('outreach.record') && <HomeDiscoveries />}
      {me.person && <MyRecords person={me.person} />}
      {me.grants.has('finding.read') && only && <StationsWorse stations={stations} />}
      {area && me.grants.has('report.read') && <AreaReports place={area.place!} name={area.over} />}
      {area && me.grants.has('finding.read') && <AreaFindings place={area.place!} />}
      {me.grants.has('person.manage') && <Endings />}
      {!area && !only && <Duties />}
      {me.roles.length === 0 && <Typography.Paragraph>您的账号还没有角色，请联系管理员授予。</Typography.Paragraph>}
    </>
  )
}
