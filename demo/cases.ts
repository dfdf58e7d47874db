/** What a demo case is about; all of it is made up. */
export interface CasePlanWords {
  domain: 'elder' | 'relief' | 'child' | 'family' | 'disability'
  request: string
  problem: string
  background: string
  assessment: { summary: string; strengths: string; dangers: string; social: string; mind: string }
  aim: string
  services: string
  difficulties: string
  goals: readonly { content: string; measure: string; baseline: string; target: string; result: string }[]
  meetings: readonly { aim: string; spoken: string; observed: string; handling: string; nextPlan: string }[]
  closing: string
  crisis: { kind: 'living' | 'health' | 'abandonment'; content: string; measures: string }
  returned: string
}

export const casesShown: readonly CasePlanWords[] = [
  {
    domain: 'elder',
    request: '白天一个人在家，怕再摔倒没人知道，也想有人说说话。',
    problem: '独居，半年内跌倒过一次；少出门，情绪低落，药时常漏吃。',
    background: '老伴三年前去世，女儿在邻市工作，每月回来一次；与楼下邻居来往多。',
    assessment: {
      summary: '跌倒后怕出门，活动减少，情绪随之低落；漏服药使血压不稳，又增加跌倒的可能。',
      strengths: '记忆好，会拉二胡；邻居愿意照应；女儿每晚来电话。',
      dangers: '浴室无扶手；情绪筛查需要关注，未提到轻生。',
      social: '除邻居和女儿外少有来往，以前常去的老年活动室已一年没去。',
      mind: '说话有条理，提到老伴时落泪，能自己平复。',
    },
    aim: '居家更安全，恢复日常交往，情绪平稳。',
    services: '每两周家访一次；链接适老化改造装扶手；教用药盒；陪同回到活动室四次后由邻居结伴；共三个月。',
    difficulties: '本人怕麻烦人：从短时间、近处的活动开始；女儿忙：每次家访后电话告知。',
    goals: [
      {
        content: '浴室和床边装好扶手，药按时吃',
        measure: '居家安全评估分数、药盒剩药',
        baseline: '安全评估 9 分，一周漏服 3 次',
        target: '安全评估 4 分以下，连续四周不漏服',
        result: '扶手已装，安全评估 3 分；连续四周没有漏服',
      },
      {
        content: '每周到活动室两次',
        measure: '活动室签到',
        baseline: '一年没去',
        target: '连续四周，每周两次',
        result: '近五周每周两到三次，带了二胡',
      },
    ],
    meetings: [
      {
        aim: '看居家安全，一起定药盒的用法',
        spoken: '说浴室地滑，夜里起来两三次；药太多记不住。同意试用分格药盒。',
        observed: '走路扶墙，说到摔倒时声音变小。',
        handling: '做了居家安全评估，和本人一起分好一周的药；联系社区申请扶手。',
        nextPlan: '看药盒用得怎样，商量去活动室',
      },
      {
        aim: '陪同回到活动室',
        spoken: '起初说不去，听说老友在，换了衣服出门；和三位老友聊到中午。',
        observed: '进门前犹豫，听到胡琴声后笑了。',
        handling: '在旁陪着，没有替他答话；约好邻居周四一起来。',
        nextPlan: '由邻居结伴，社工电话问情况',
      },
    ],
    closing: '身体和情绪平稳，邻居结伴，女儿知道求助的途径。',
    crisis: {
      kind: 'health',
      content: '昨夜头晕摔倒，不肯去医院',
      measures: '陪同到社区卫生服务中心，联系女儿今天赶到，邻居夜里陪伴',
    },
    returned: '目标写得好；请补充头晕的原因由谁跟进、怎样联系家属。',
  },
  {
    domain: 'relief',
    request: '低保的钱不够冬天取暖，家里还欠着药费。',
    problem: '因病支出大，符合的补贴没有申请；夫妻为钱争吵。',
    background: '子女在外省务工，过年才回；本人有高血压，配偶膝关节病。',
    assessment: {
      summary: '不了解政策、怕跑腿，应享受的补贴没有办；支出集中在药费和取暖。',
      strengths: '勤俭，种菜自给；村里的小组长愿意代跑。',
      dangers: '配偶已自行减药。',
      social: '与邻里来往多，亲戚少。',
      mind: '着急，睡眠差。',
    },
    aim: '应享受的救助都办下来，药不断。',
    services: '陪同申请临时救助和慢病报销；联系家庭医生；两周一次电话，一月一次家访；共三个月。',
    difficulties: '材料不全：先列清单，逐项补。',
    goals: [
      {
        content: '办好慢病报销和临时救助',
        measure: '批复或到账',
        baseline: '都没有申请',
        target: '两项都有结果',
        result: '慢病报销已批，临时救助已到账',
      },
    ],
    meetings: [
      {
        aim: '列出可申请的项目和缺的材料',
        spoken: '拿出几年的病历，分不清哪些有用；说最怕跑了白跑。',
        observed: '说到药费时夫妻互相看了一眼，没有再说。',
        handling: '一起把病历按日期夹好，写下要补的三份材料；说明减药的风险。',
        nextPlan: '陪同到便民中心提交',
      },
    ],
    closing: '两项申请都有结果，药按时吃，知道以后找谁办。',
    crisis: {
      kind: 'living',
      content: '家里断粮两天，药也停了',
      measures: '当天送去米面和应急药，报告村（居）委会，协助申请临时救助',
    },
    returned: '目标写得好；请补充断药期间由谁看护、何时复诊。',
  },
  {
    domain: 'child',
    request: '奶奶说孩子放学后没人管，作业没人看，最近不爱说话。',
    problem: '父母外出务工，由祖母照料；上课走神，与同学争吵。',
    background: '祖母六十八岁，有关节病；父母每两周视频一次。',
    assessment: {
      summary: '照料人精力有限，放学后四小时无人陪伴；想念父母，用争吵引起注意。',
      strengths: '喜欢画画，班主任愿意配合；祖孙感情好。',
      dangers: '放学路过水塘；没有发现体罚。',
      social: '同龄玩伴两个，都在同一栋。',
      mind: '单独谈时愿意说，提到父母低头。',
    },
    aim: '放学后有人陪伴，情绪和上课情况好转。',
    services: '每周参加四点半课堂两次；每两周与班主任联系；约定父母每周视频；共三个月。',
    difficulties: '父母倒班：固定在周日晚上。',
    goals: [
      {
        content: '每周到四点半课堂两次',
        measure: '签到',
        baseline: '没有参加',
        target: '连续六周',
        result: '参加七周，缺一次',
      },
      {
        content: '父母每周视频一次',
        measure: '祖母记录',
        baseline: '每两周一次',
        target: '连续六周',
        result: '坚持六周',
      },
    ],
    meetings: [
      {
        aim: '认识孩子，了解放学后的安排',
        spoken: '画了一幅家，父母在很远的地方；说想要他们看自己的画。',
        observed: '画画时放松，问到同学时停笔。',
        handling: '夸了画，商量把画拍给父母看；与祖母说好绕开水塘走大路。',
        nextPlan: '带去四点半课堂看一看',
      },
    ],
    closing: '情绪好转，课堂表现稳定，父母保持联系。',
    crisis: {
      kind: 'abandonment',
      content: '祖母住院，孩子今晚无人照料',
      measures: '联系邻居暂时照看，通知父母返程，报告村（居）委会',
    },
    returned: '目标写得好；请补充祖母住院期间由谁照料、怎样联系。',
  },
]
