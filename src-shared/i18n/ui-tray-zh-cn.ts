import type { uiTrayEn } from './ui-tray-en.ts';

/** The tray window and the first run in Simplified Chinese. */
export const uiTrayZhCn: Readonly<Record<keyof typeof uiTrayEn, string>> = {
  'tray.title': 'Rota',
  'tray.open': '打开 Rota',
  'tray.servingNow': '当前账号',
  'tray.accounts': '账号顺序',
  'tray.add': '添加账号',
  'tray.simulated': '模拟',
  'tray.copy': '复制地址',
  'tray.today': '{count, plural, =0 {今天没有请求} other {今天 # 次请求}}',
  'tray.windowUsed': '{window}：已用 {used}',
  'tray.notices': 'Rota 窗口中有 {count, plural, other {# 条提示}}',
  'tray.pending': '有一次登录正等你完成',
  'tray.empty': '还没有账号。先添加一个。',
  'tray.noWindows': '还不知道它的额度。',

  'firstRun.title': '设置 Rota',
  'firstRun.sentence': '共三步，随时可以离开，以后再继续。',
  'firstRun.skip': '跳过',
  'firstRun.finish': '完成',
  'firstRun.done': '已完成',
  'firstRun.ready': '一切就绪，Claude Code 现在使用你的账号运行。',
  'firstRun.account': '添加账号',
  'firstRun.account.sentence':
    'Claude 订阅、API 密钥或其他服务商。也可以先用模拟账号看看：不需要账号，也不会有任何内容离开这台电脑。',
  'firstRun.account.done': '{name} 已添加。',
  'firstRun.account.add': '添加账号',
  'firstRun.account.demo': '试用模拟账号',
  'firstRun.account.command': '模拟账号用命令行另外启动，不影响这里：',
  'firstRun.connect': '接入 Claude Code',
  'firstRun.connect.sentence':
    'Rota 把自己的地址和一个密钥写入 Claude Code 的设置。写入前会先给你看，之后也可以撤回。',
  'firstRun.connect.done': 'Claude Code 已指向 Rota。',
  'firstRun.connect.open': '查看改动',
  'firstRun.test': '发送测试消息',
  'firstRun.test.sentence': '像 Claude Code 那样通过 Rota 发送一条短消息，会消耗少量 Token。',
  'firstRun.test.send': '发送',
  'firstRun.test.again': '再发一次',
  'firstRun.test.answered': '{name} 在 {ms} 毫秒内回答：“{text}”',
  'firstRun.test.answeredOnly': '{name} 在 {ms} 毫秒内回答。',
};
