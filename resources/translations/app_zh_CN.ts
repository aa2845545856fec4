<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN" sourcelanguage="en">
<context>
    <name>AgentsPage</name>
    <message>
        <source>As the default</source>
        <translation>跟随默认</translation>
    </message>
    <message>
        <source>{model} is gone: as the default</source>
        <translation>{model} 已不存在：跟随默认</translation>
    </message>
    <message>
        <source>Conversations that are open keep their model; it is changed in their title.</source>
        <translation>已打开的对话保持各自的模型，可在其标题栏中更改。</translation>
    </message>
    <message>
        <source>All agents without one of their own</source>
        <translation>未单独指定模型的智能体</translation>
    </message>
    <message>
        <source>Model of {name}</source>
        <translation>{name} 的模型</translation>
    </message>
    <message>
        <source>{name}: as the default</source>
        <translation>{name}：跟随默认</translation>
    </message>
</context>
<context>
    <name>Ago</name>
    <message>
        <source>now</source>
        <translation>刚刚</translation>
    </message>
    <message>
        <source>%n min</source>
        <translation>%n 分钟前</translation>
    </message>
    <message>
        <source>%n h</source>
        <translation>%n 小时前</translation>
    </message>
    <message>
        <source>yesterday</source>
        <translation>昨天</translation>
    </message>
    <message>
        <source>%n d</source>
        <translation>%n 天前</translation>
    </message>
</context>
<context>
    <name>Banner</name>
    <message>
        <source>Progress</source>
        <translation>进度</translation>
    </message>
    <message>
        <source>Hide this</source>
        <translation>隐藏此条</translation>
    </message>
</context>
<context>
    <name>Banners</name>
    <message>
        <source>A played character. It never speaks for a real person.</source>
        <translation>这是扮演的角色，不代表任何真人。</translation>
    </message>
    <message>
        <source>Fetching the built-in model</source>
        <translation>正在下载内置模型</translation>
    </message>
    <message>
        <source>Fetching the model: {done} of {total} MB</source>
        <translation>正在下载模型：{done} / {total} MB</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>停止</translation>
    </message>
    <message>
        <source>No built-in model here yet (98 MB).</source>
        <translation>内置模型还没有下载（98 MB）。</translation>
    </message>
    <message>
        <source>Fetch it</source>
        <translation>下载</translation>
    </message>
    <message>
        <source>The built-in model did not come.</source>
        <translation>内置模型没有下载成功。</translation>
    </message>
    <message>
        <source>Fetch it again</source>
        <translation>重新下载</translation>
    </message>
    <message>
        <source>Tiny trial model, English only.</source>
        <translation>试用小模型，只会说英语。</translation>
    </message>
    <message>
        <source>Add a provider</source>
        <translation>添加服务商</translation>
    </message>
</context>
<context>
    <name>CardForm</name>
    <message>
        <source>Not saved yet. Save, or leave once more to lose the changes.</source>
        <translation>还没有保存。请先保存；再次离开会放弃改动。</translation>
    </message>
    <message>
        <source>Give the agent a name.</source>
        <translation>请给智能体起个名字。</translation>
    </message>
    <message>
        <source>Say in the persona who the agent is.</source>
        <translation>请在人设里写明这个智能体是谁。</translation>
    </message>
    <message>
        <source>Edit {name}</source>
        <translation>编辑{name}</translation>
    </message>
    <message>
        <source>New agent</source>
        <translation>新建智能体</translation>
    </message>
</context>
<context>
    <name>CardTexts</name>
    <message>
        <source>&amp;Name</source>
        <translation>名称(&amp;N)</translation>
    </message>
    <message>
        <source>What the agent is called</source>
        <translation>智能体叫什么</translation>
    </message>
    <message>
        <source>S&amp;ummary</source>
        <translation>简介(&amp;U)</translation>
    </message>
    <message>
        <source>One sentence about it</source>
        <translation>用一句话介绍它</translation>
    </message>
    <message>
        <source>&amp;Greeting</source>
        <translation>开场白(&amp;G)</translation>
    </message>
    <message>
        <source>What it says before you ask, if anything</source>
        <translation>你提问之前它先说的话，可以留空</translation>
    </message>
    <message>
        <source>&amp;Persona</source>
        <translation>人设(&amp;P)</translation>
    </message>
    <message>
        <source>Who it is and how it behaves: “You are …”</source>
        <translation>它是谁、如何表现：“你是……”</translation>
    </message>
    <message>
        <source>S&amp;tarters</source>
        <translation>开场提问(&amp;T)</translation>
    </message>
    <message>
        <source>Prompts to begin with, one on a line</source>
        <translation>可以点选的提问，每行一个</translation>
    </message>
    <message>
        <source>&amp;Always shown</source>
        <translation>常驻提示(&amp;A)</translation>
    </message>
    <message>
        <source>A sentence that its tile always shows</source>
        <translation>窗格里始终显示的一句话</translation>
    </message>
    <message>
        <source>Request for a p&amp;ost</source>
        <translation>每日发帖的要求(&amp;O)</translation>
    </message>
    <message>
        <source>What it is asked once a day</source>
        <translation>每天问它一次的话</translation>
    </message>
</context>
<context>
    <name>CardTraits</name>
    <message>
        <source>Letters instead of the picture</source>
        <translation>用文字代替图标</translation>
    </message>
    <message>
        <source>The sentence is a warning</source>
        <translation>常驻提示是警告</translation>
    </message>
    <message>
        <source>It plays a person: say so</source>
        <translation>它在扮演人物：予以标明</translation>
    </message>
    <message>
        <source>as the model decides</source>
        <translation>由模型决定</translation>
    </message>
    <message>
        <source>G&amp;lyph</source>
        <translation>字符(&amp;L)</translation>
    </message>
    <message>
        <source>&amp;Hue</source>
        <translation>色调(&amp;H)</translation>
    </message>
    <message>
        <source>T&amp;emperature</source>
        <translation>温度(&amp;E)</translation>
    </message>
    <message>
        <source>Glyph: one to three characters</source>
        <translation>字符：一到三个</translation>
    </message>
    <message>
        <source>One to three characters, or an emoji</source>
        <translation>一到三个字符，或一个表情符号</translation>
    </message>
    <message>
        <source>Hue of the avatar</source>
        <translation>头像的色调</translation>
    </message>
    <message>
        <source>Temperature</source>
        <translation>温度</translation>
    </message>
    <message>
        <source>Low is sober and repeatable, high is playful.</source>
        <translation>低则稳重、可重复，高则更有想象力。</translation>
    </message>
    <message>
        <source>Top-p</source>
        <translation>Top-p 采样</translation>
    </message>
    <message>
        <source>Longest ans&amp;wer</source>
        <translation>最长回答(&amp;W)</translation>
    </message>
    <message>
        <source>Posts b&amp;y itself</source>
        <translation>自动发布(&amp;Y)</translation>
    </message>
    <message>
        <source>How many of the likely words are considered.</source>
        <translation>考虑多少个可能的词。</translation>
    </message>
    <message>
        <source>Longest answer, in tokens</source>
        <translation>最长回答（词元数）</translation>
    </message>
    <message>
        <source>What it posts by itself</source>
        <translation>它自动发布什么</translation>
    </message>
</context>
<context>
    <name>CardTrial</name>
    <message>
        <source>Type a question first.</source>
        <translation>请先输入问题。</translation>
    </message>
    <message>
        <source>Asking…</source>
        <translation>正在询问…</translation>
    </message>
    <message>
        <source>Stopped.</source>
        <translation>已停止。</translation>
    </message>
    <message>
        <source>It reached its longest answer.</source>
        <translation>已达到最长回答的限制。</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>停止</translation>
    </message>
    <message>
        <source>Ask</source>
        <translation>提问</translation>
    </message>
    <message>
        <source>Try it before you save</source>
        <translation>保存之前先试试</translation>
    </message>
    <message>
        <source>Model to ask</source>
        <translation>要问的模型</translation>
    </message>
    <message>
        <source>A question for this agent</source>
        <translation>问这个智能体一个问题</translation>
    </message>
    <message>
        <source>Its answer</source>
        <translation>它的回答</translation>
    </message>
    <message>
        <source>Its answer comes here. Nothing of it is stored.</source>
        <translation>回答会显示在这里，不会被保存。</translation>
    </message>
</context>
<context>
    <name>ChangesDialog</name>
    <message>
        <source>What is new</source>
        <translation>新功能</translation>
    </message>
    <message>
        <source>The list of changes cannot be read.</source>
        <translation>更新列表读不出来。</translation>
    </message>
</context>
<context>
    <name>ChatTile</name>
    <message>
        <source>Write to {name}</source>
        <translation>写给{name}</translation>
    </message>
    <message>
        <source>Posted to the feed.</source>
        <translation>已发布到动态。</translation>
    </message>
    <message>
        <source>Deleted.</source>
        <translation>已删除。</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>撤销</translation>
    </message>
</context>
<context>
    <name>ClipboardCard</name>
    <message>
        <source>Goes along: the first {kept} of {all} characters of the clipboard</source>
        <translation>随问题发送：剪贴板里 {all} 个字符中的前 {kept} 个</translation>
    </message>
    <message>
        <source>Goes along: the clipboard, {all} characters</source>
        <translation>随问题发送：剪贴板，共 {all} 个字符</translation>
    </message>
    <message>
        <source>What goes along from the clipboard</source>
        <translation>将一起发送的剪贴板内容</translation>
    </message>
    <message>
        <source>Leave the clipboard out</source>
        <translation>不带剪贴板</translation>
    </message>
</context>
<context>
    <name>Code</name>
    <message>
        <source>No numbers</source>
        <translation>隐藏行号</translation>
    </message>
    <message>
        <source>Numbers</source>
        <translation>行号</translation>
    </message>
    <message>
        <source>Unwrap</source>
        <translation>不换行</translation>
    </message>
    <message>
        <source>Wrap</source>
        <translation>换行</translation>
    </message>
    <message>
        <source>Copied</source>
        <translation>已复制</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>复制</translation>
    </message>
    <message>
        <source>asked for</source>
        <translation>等待结果</translation>
    </message>
    <message>
        <source>done</source>
        <translation>已完成</translation>
    </message>
    <message>
        <source>failed</source>
        <translation>失败</translation>
    </message>
    <message>
        <source>text</source>
        <translation>文本</translation>
    </message>
    <message>
        <source>A large table, as it was written</source>
        <translation>表格过大，按原文显示</translation>
    </message>
    <message>
        <source>Show less</source>
        <translation>收起</translation>
    </message>
    <message>
        <source>Show all {count} lines</source>
        <translation>展开全部 {count} 行</translation>
    </message>
</context>
<context>
    <name>CommandPalette</name>
    <message>
        <source>No command is called that.</source>
        <translation>没有这样的命令。</translation>
    </message>
    <message>
        <source>Type what you want to do</source>
        <translation>输入你想做的事</translation>
    </message>
    <message>
        <source>Find a command</source>
        <translation>查找命令</translation>
    </message>
    <message>
        <source>Commands</source>
        <translation>命令</translation>
    </message>
</context>
<context>
    <name>Composer</name>
    <message>
        <source>Send</source>
        <translation>发送</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>停止</translation>
    </message>
    <message>
        <source>Attach files or pictures</source>
        <translation>添加文件或图片</translation>
    </message>
    <message>
        <source>One moment: {name} is still being read.</source>
        <translation>请稍等：{name} 还在读取中。</translation>
    </message>
    <message>
        <source>Too long: the first {kept} of {offered} characters were pasted.</source>
        <translation>内容太长：只粘贴了 {offered} 个字符中的前 {kept} 个。</translation>
    </message>
</context>
<context>
    <name>ConversationMenu</name>
    <message>
        <source>Menu of this tile</source>
        <translation>此窗格的菜单</translation>
    </message>
    <message>
        <source>&amp;New conversation</source>
        <translation>新对话(&amp;N)</translation>
    </message>
    <message>
        <source>&amp;Earlier conversations…</source>
        <translation>以前的对话(&amp;E)…</translation>
    </message>
    <message>
        <source>&amp;Attach files…</source>
        <translation>添加文件(&amp;A)…</translation>
    </message>
    <message>
        <source>&amp;How it answers…</source>
        <translation>回答方式(&amp;H)…</translation>
    </message>
    <message>
        <source>&amp;Regenerate the last reply</source>
        <translation>重新生成上一条回复(&amp;R)</translation>
    </message>
    <message>
        <source>&amp;Copy conversation as Markdown</source>
        <translation>将对话复制为 Markdown(&amp;C)</translation>
    </message>
    <message>
        <source>&amp;Bring back what was deleted</source>
        <translation>恢复已删除的内容(&amp;B)</translation>
    </message>
    <message>
        <source>Open a &amp;second tile</source>
        <translation>再开一个窗格(&amp;S)</translation>
    </message>
    <message>
        <source>&amp;Maximise or restore</source>
        <translation>最大化或还原(&amp;M)</translation>
    </message>
    <message>
        <source>&amp;Float</source>
        <translation>浮动(&amp;F)</translation>
    </message>
    <message>
        <source>C&amp;lose tile</source>
        <translation>关闭窗格(&amp;L)</translation>
    </message>
</context>
<context>
    <name>Deeds</name>
    <message>
        <source>{name} is saved.</source>
        <translation>{name}已保存。</translation>
    </message>
    <message>
        <source>{name} (copy)</source>
        <translation>{name}（副本）</translation>
    </message>
    <message>
        <source>{name} was made.</source>
        <translation>已创建{name}。</translation>
    </message>
    <message>
        <source>{name} was removed. Its conversations are kept.</source>
        <translation>{name}已移除，它的对话都保留着。</translation>
    </message>
    <message>
        <source>{name} is again as it comes with Renao.</source>
        <translation>{name}已恢复为热闹自带的样子。</translation>
    </message>
</context>
<context>
    <name>Doings</name>
    <message>
        <source>{name} is off the rail. You find it in the gallery, behind the plus.</source>
        <translation>{name}已从智能体栏隐藏。点加号打开智能体库就能找到它。</translation>
    </message>
    <message>
        <source>The feed has no room beside the tiles. Make the window wider.</source>
        <translation>窗格旁边放不下动态。请把窗口拉宽一些。</translation>
    </message>
</context>
<context>
    <name>DownloadForm</name>
    <message>
        <source>Download it although the connection is not encrypted</source>
        <translation>连接未加密也要下载</translation>
    </message>
    <message>
        <source>Download</source>
        <translation>下载</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>A sha256 has 64 digits, 0 to 9 and a to f. Or leave it empty.</source>
        <translation>sha256 应为 64 位，只含 0–9 和 a–f；也可以留空。</translation>
    </message>
    <message>
        <source>optional, to be sure that it is the right file</source>
        <translation>选填，用来确认文件无误</translation>
    </message>
    <message>
        <source>Address</source>
        <translation>地址</translation>
    </message>
</context>
<context>
    <name>DownloadRow</name>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Progress of {name}</source>
        <translation>{name} 的进度</translation>
    </message>
    <message>
        <source>Pause</source>
        <translation>暂停</translation>
    </message>
    <message>
        <source>Pause {name}</source>
        <translation>暂停 {name}</translation>
    </message>
    <message>
        <source>Resume</source>
        <translation>继续</translation>
    </message>
    <message>
        <source>Resume {name}</source>
        <translation>继续下载 {name}</translation>
    </message>
    <message>
        <source>Cancel {name}</source>
        <translation>取消下载 {name}</translation>
    </message>
</context>
<context>
    <name>DropLight</name>
    <message>
        <source>Drop to attach</source>
        <translation>松开即可添加</translation>
    </message>
</context>
<context>
    <name>Earlier</name>
    <message>
        <source>No earlier conversations yet.</source>
        <translation>还没有以前的对话。</translation>
    </message>
    <message>
        <source>Earlier conversations</source>
        <translation>以前的对话</translation>
    </message>
    <message>
        <source>Find a conversation</source>
        <translation>查找对话</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>撤销</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>打开</translation>
    </message>
    <message>
        <source>Return</source>
        <translation>返回</translation>
    </message>
    <message>
        <source>Rename</source>
        <translation>重命名</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>删除</translation>
    </message>
    <message>
        <source>Without a title</source>
        <translation>无标题</translation>
    </message>
    <message>
        <source>Deleted: {title}</source>
        <translation>已删除：{title}</translation>
    </message>
</context>
<context>
    <name>EmptyFeed</name>
    <message>
        <source>Nothing saved yet</source>
        <translation>还没有收藏</translation>
    </message>
    <message>
        <source>Save a post and you will find it here again.</source>
        <translation>收藏的帖子会出现在这里。</translation>
    </message>
    <message>
        <source>Quiet so far</source>
        <translation>还很安静</translation>
    </message>
    <message>
        <source>What your agents post appears here. Any message can be posted by its menu.</source>
        <translation>智能体发布的内容会显示在这里。任何消息都可以通过菜单发布。</translation>
    </message>
</context>
<context>
    <name>Enclosing</name>
    <message>
        <source>Attach files</source>
        <translation>添加文件</translation>
    </message>
    <message>
        <source>Attach</source>
        <translation>添加</translation>
    </message>
    <message>
        <source>Picture.png</source>
        <translation>图片.png</translation>
    </message>
    <message>
        <source>Pasted text {number}.txt</source>
        <translation>粘贴的文本 {number}.txt</translation>
    </message>
    <message>
        <source>{count} characters were attached as a file.</source>
        <translation>{count} 个字符已作为文件添加。</translation>
    </message>
    <message>
        <source>Paste as text</source>
        <translation>改为粘贴文本</translation>
    </message>
    <message>
        <source>{model} cannot see pictures: it gets the file&apos;s name only. Choose a model that can in the title of this tile, or describe what is in it.</source>
        <translation>{model} 看不了图片，只会收到文件名。请在窗格标题里换一个能看图的模型，或用文字描述图片内容。</translation>
    </message>
    <message>
        <source>Only the name was sent of what is no longer there: {names}. Attach it again.</source>
        <translation>以下文件已不存在，只发送了文件名：{names}。请重新添加。</translation>
    </message>
</context>
<context>
    <name>EnclosureChip</name>
    <message>
        <source>Do not attach it</source>
        <translation>不添加</translation>
    </message>
    <message>
        <source>Do not attach {name}</source>
        <translation>不添加 {name}</translation>
    </message>
    <message>
        <source>{name}, {size}. Delete removes it.</source>
        <translation>{name}，{size}。按 Delete 移除。</translation>
    </message>
    <message>
        <source>Reading…</source>
        <translation>正在读取…</translation>
    </message>
    <message>
        <source>made smaller: {pixels}, {size}</source>
        <translation>已缩小：{pixels}，{size}</translation>
    </message>
</context>
<context>
    <name>EnclosureChips</name>
    <message>
        <source>Attached files</source>
        <translation>已添加的文件</translation>
    </message>
</context>
<context>
    <name>FeedPanel</name>
    <message>
        <source>Feed</source>
        <translation>动态</translation>
    </message>
    <message>
        <source>Show older</source>
        <translation>显示更早的</translation>
    </message>
    <message>
        <source>You</source>
        <translation>你</translation>
    </message>
    <message>
        <source>All</source>
        <translation>全部</translation>
    </message>
    <message>
        <source>Saved</source>
        <translation>收藏</translation>
    </message>
</context>
<context>
    <name>FileViewer</name>
    <message>
        <source>Reading…</source>
        <translation>正在读取…</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>复制</translation>
    </message>
    <message>
        <source>Save as…</source>
        <translation>另存为…</translation>
    </message>
    <message>
        <source>This file cannot be shown here. It can be saved.</source>
        <translation>这个文件无法在这里显示，但可以另存。</translation>
    </message>
    <message>
        <source>This file is no longer there. Attach it again if it is needed.</source>
        <translation>这个文件已不存在。如果需要，请重新添加。</translation>
    </message>
    <message>
        <source>Save as</source>
        <translation>另存为</translation>
    </message>
    <message>
        <source>It could not be saved: {why}. Choose another place.</source>
        <translation>无法保存：{why}。请换一个位置。</translation>
    </message>
    <message>
        <source>Saved as {path}</source>
        <translation>已保存为 {path}</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
</context>
<context>
    <name>Furniture</name>
    <message>
        <source>The layout could not be brought back, so this is the default one. No conversation was touched.</source>
        <translation>布局无法恢复，现在显示的是默认布局。对话没有受到任何影响。</translation>
    </message>
    <message>
        <source>A screen is gone: the tiles that floated there were brought here.</source>
        <translation>有一个屏幕不在了：浮在那里的窗格已移到这里。</translation>
    </message>
    <message>
        <source>No cable is plugged in. Calm shows less, moves nothing and saves power.</source>
        <translation>没有接电源。“安静”显示得少、没有动画，更省电。</translation>
    </message>
    <message>
        <source>Every tile is closed. Click an agent to open its tile.</source>
        <translation>所有窗格都已关闭。点击一个智能体即可打开它的窗格。</translation>
    </message>
</context>
<context>
    <name>Gallery</name>
    <message>
        <source>Character card</source>
        <translation>角色卡</translation>
    </message>
    <message>
        <source>From LobeChat</source>
        <translation>来自 LobeChat</translation>
    </message>
    <message>
        <source>From Cherry Studio</source>
        <translation>来自 Cherry Studio</translation>
    </message>
    <message>
        <source>Shared by somebody</source>
        <translation>由他人分享</translation>
    </message>
    <message>
        <source>Comes with Renao, changed by you</source>
        <translation>热闹自带，你修改过</translation>
    </message>
    <message>
        <source>Made by you</source>
        <translation>由你创建</translation>
    </message>
    <message>
        <source>Comes with Renao</source>
        <translation>热闹自带</translation>
    </message>
    <message>
        <source>temperature {number}</source>
        <translation>温度 {number}</translation>
    </message>
    <message>
        <source>top-p {number}</source>
        <translation>Top-p 采样 {number}</translation>
    </message>
    <message>
        <source>at most {number} tokens</source>
        <translation>最多 {number} 个词元</translation>
    </message>
    <message>
        <source>repeat penalty {number}</source>
        <translation>重复惩罚 {number}</translation>
    </message>
    <message>
        <source>as the model decides</source>
        <translation>由模型决定</translation>
    </message>
    <message>
        <source>Nothing by itself</source>
        <translation>不自动发布</translation>
    </message>
    <message>
        <source>Every complete reply</source>
        <translation>每个完整的回复</translation>
    </message>
    <message>
        <source>Every complete reply, and one post a day unasked</source>
        <translation>每个完整的回复，另外每天主动发一帖</translation>
    </message>
    <message>
        <source>Its lorebook is kept, but Renao does not use it yet.</source>
        <translation>它的世界书已保留，但热闹暂时还不会使用。</translation>
    </message>
    <message>
        <source>Its further pictures and sounds are kept, but not shown.</source>
        <translation>它的其他图片和声音已保留，但不会显示。</translation>
    </message>
    <message>
        <source>There were keys in it. They were left out. Change them if others saw them.</source>
        <translation>文件里有密钥，已经去掉。如果别人看到过这些密钥，请更换。</translation>
    </message>
    <message>
        <source>There were conversations in it. They were left out.</source>
        <translation>文件里有对话，没有导入。</translation>
    </message>
    <message>
        <source>It was made for a newer version of its format; all of it is kept.</source>
        <translation>它是为更新的格式版本制作的，内容全部保留。</translation>
    </message>
    <message>
        <source>Its other greetings are long: the starters show how they begin.</source>
        <translation>它的其他开场白很长：开场提问只显示开头。</translation>
    </message>
    <message>
        <source>Its picture lies on the web. Renao does not fetch it.</source>
        <translation>它的图片在网上，热闹不会去下载。</translation>
    </message>
    <message>
        <source>New agent</source>
        <translation>新建智能体</translation>
    </message>
    <message>
        <source>Import…</source>
        <translation>导入…</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>撤销</translation>
    </message>
    <message>
        <source>hidden</source>
        <translation>已隐藏</translation>
    </message>
    <message>
        <source>No agent is called that.</source>
        <translation>没有叫这个名字的智能体。</translation>
    </message>
    <message>
        <source>Nothing imported yet. Drop a character card or an assistant&apos;s file here.</source>
        <translation>还没有导入任何智能体。把角色卡或助手文件拖到这里即可。</translation>
    </message>
    <message>
        <source>You have made no agent of your own yet.</source>
        <translation>你还没有自己创建的智能体。</translation>
    </message>
    <message>
        <source>Written to {path}.</source>
        <translation>已写入 {path}。</translation>
    </message>
    <message numerus="yes">
        <source>%n agent(s) found. Nothing is added yet.</source>
        <translation>
            <numerusform>找到 %n 个智能体，尚未添加。</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n agent(s) added to the rail.</source>
        <translation>
            <numerusform>已把 %n 个智能体添加到智能体栏。</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n agent(s) added. Choose those that go on the rail.</source>
        <translation>
            <numerusform>已添加 %n 个智能体。请选择哪些放到智能体栏。</numerusform>
        </translation>
    </message>
    <message>
        <source>All</source>
        <translation>全部</translation>
    </message>
    <message>
        <source>Ours</source>
        <translation>自带</translation>
    </message>
    <message>
        <source>Yours</source>
        <translation>我的</translation>
    </message>
    <message>
        <source>Imported</source>
        <translation>导入的</translation>
    </message>
    <message>
        <source>Reading…</source>
        <translation>正在读取…</translation>
    </message>
    <message>
        <source>Agents</source>
        <translation>智能体</translation>
    </message>
    <message>
        <source>Search agents</source>
        <translation>搜索智能体</translation>
    </message>
    <message>
        <source>Show the folder</source>
        <translation>打开所在文件夹</translation>
    </message>
</context>
<context>
    <name>GalleryPreview</name>
    <message>
        <source>On the rail</source>
        <translation>在智能体栏显示</translation>
    </message>
    <message>
        <source>Restore ours</source>
        <translation>恢复自带版本</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>删除</translation>
    </message>
    <message numerus="yes">
        <source>Add all %n</source>
        <translation>
            <numerusform>全部添加（%n 个）</numerusform>
        </translation>
    </message>
    <message>
        <source>Greeting</source>
        <translation>开场白</translation>
    </message>
    <message>
        <source>Starters</source>
        <translation>开场提问</translation>
    </message>
    <message>
        <source>How it answers</source>
        <translation>回答方式</translation>
    </message>
    <message>
        <source>What it posts</source>
        <translation>发布内容</translation>
    </message>
    <message>
        <source>Always shown</source>
        <translation>常驻提示</translation>
    </message>
    <message>
        <source>Persona</source>
        <translation>人设</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>打开</translation>
    </message>
    <message>
        <source>Edit…</source>
        <translation>编辑…</translation>
    </message>
    <message>
        <source>Duplicate</source>
        <translation>复制</translation>
    </message>
    <message>
        <source>Share…</source>
        <translation>分享…</translation>
    </message>
    <message>
        <source>Add this agent</source>
        <translation>添加这个智能体</translation>
    </message>
    <message>
        <source>Add all</source>
        <translation>全部添加</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>About this agent</source>
        <translation>关于这个智能体</translation>
    </message>
</context>
<context>
    <name>HiddenPost</name>
    <message>
        <source>{name}: post hidden</source>
        <translation>{name}：帖子已隐藏</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>撤销</translation>
    </message>
</context>
<context>
    <name>Hotkey</name>
    <message>
        <source>Take Ctrl, Alt or Meta with one key, or a function key.</source>
        <translation>请用 Ctrl、Alt 或 Meta 加一个键，或者用一个功能键。</translation>
    </message>
    <message>
        <source>Another program has them. Choose other keys.</source>
        <translation>另一个程序占用了它。请换一个。</translation>
    </message>
    <message>
        <source>This keyboard has no such key. Choose other keys.</source>
        <translation>这个键盘上没有这个键。请换一个。</translation>
    </message>
    <message>
        <source>Quick ask</source>
        <translation>快问</translation>
    </message>
    <message>
        <source>{keys} do not open Quick ask from everywhere. {why}</source>
        <translation>{keys} 不能随处打开快问。{why}</translation>
    </message>
    <message>
        <source>This desktop does not offer that; give “renao quick” keys in its settings.</source>
        <translation>这个桌面不提供这种功能；请在桌面的设置里给“renao quick”命令指定快捷键。</translation>
    </message>
</context>
<context>
    <name>Importing</name>
    <message>
        <source>Import agents</source>
        <translation>导入智能体</translation>
    </message>
    <message>
        <source>Agents ({pattern})</source>
        <translation>智能体（{pattern}）</translation>
    </message>
    <message>
        <source>All files ({pattern})</source>
        <translation>所有文件（{pattern}）</translation>
    </message>
</context>
<context>
    <name>Inbox</name>
    <message>
        <source>Remove</source>
        <translation>移除</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>打开</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>停止</translation>
    </message>
    <message>
        <source>Nothing has happened yet that you were not looking at.</source>
        <translation>还没有发生你没看到的事。</translation>
    </message>
    <message>
        <source>Nobody needs you.</source>
        <translation>没有需要你处理的事。</translation>
    </message>
    <message>
        <source>Nothing is running.</source>
        <translation>没有正在运行的任务。</translation>
    </message>
    <message>
        <source>Inbox</source>
        <translation>收件箱</translation>
    </message>
    <message>
        <source>Notices</source>
        <translation>通知</translation>
    </message>
    <message>
        <source>All</source>
        <translation>全部</translation>
    </message>
    <message>
        <source>Needs you</source>
        <translation>需要你</translation>
    </message>
    <message>
        <source>Running</source>
        <translation>运行中</translation>
    </message>
    <message>
        <source>Mark all as read</source>
        <translation>全部标为已读</translation>
    </message>
</context>
<context>
    <name>KeyPlaceBanner</name>
    <message>
        <source>Unlock…</source>
        <translation>解锁…</translation>
    </message>
    <message>
        <source>Make an encrypted file…</source>
        <translation>新建加密文件…</translation>
    </message>
    <message>
        <source>Keep them for this run</source>
        <translation>仅本次运行保留</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>重试</translation>
    </message>
    <message>
        <source>The file with your keys is locked. Until it is unlocked only models without a key answer, and new keys are kept until Renao ends.</source>
        <translation>存放密钥的文件已锁定。解锁之前，只有无需密钥的模型能够回答，新输入的密钥也只保留到热闹退出为止。</translation>
    </message>
    <message>
        <source>There is no encrypted file yet. Until it is made keys stay in the system&apos;s keyring.</source>
        <translation>加密文件尚未创建。在此之前，密钥仍存放在系统密钥环中。</translation>
    </message>
    <message>
        <source>There is no encrypted file yet. Until it is made keys are kept only until Renao ends.</source>
        <translation>加密文件尚未创建。在此之前，密钥只保留到热闹退出为止。</translation>
    </message>
    <message>
        <source>This computer has no keyring that Renao can use, so keys are kept only until Renao ends. Choose where they go.</source>
        <translation>这台电脑没有热闹可用的密钥环，密钥只保留到热闹退出为止。请选择密钥的保存位置。</translation>
    </message>
</context>
<context>
    <name>KeysPage</name>
    <message>
        <source>Change the passphrase…</source>
        <translation>更改口令…</translation>
    </message>
</context>
<context>
    <name>LinkQuestion</name>
    <message>
        <source>Open a link</source>
        <translation>打开链接</translation>
    </message>
    <message>
        <source>Open this link outside Renao?</source>
        <translation>要在热闹之外打开这个链接吗？</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>打开</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>复制</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
</context>
<context>
    <name>Markdown</name>
    <message>
        <source>You</source>
        <translation>你</translation>
    </message>
    <message>
        <source>Note</source>
        <translation>提示</translation>
    </message>
</context>
<context>
    <name>MessageBar</name>
    <message>
        <source>Actions on the message</source>
        <translation>对这条消息的操作</translation>
    </message>
    <message>
        <source>Copy as Markdown</source>
        <translation>复制为 Markdown</translation>
    </message>
    <message>
        <source>Ask again</source>
        <translation>再问一次</translation>
    </message>
    <message>
        <source>Continue</source>
        <translation>继续</translation>
    </message>
    <message>
        <source>Post to the feed</source>
        <translation>发布到动态</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>删除</translation>
    </message>
    <message>
        <source>Show or hide the thoughts</source>
        <translation>显示或隐藏思考过程</translation>
    </message>
    <message>
        <source>More</source>
        <translation>更多</translation>
    </message>
    <message>
        <source>Open {name}</source>
        <translation>打开 {name}</translation>
    </message>
</context>
<context>
    <name>ModelChip</name>
    <message>
        <source>The built-in model is tiny. It is for trying Renao out, is often wrong, and speaks English only. For real work add a provider.</source>
        <translation>内置模型非常小，只用来试用热闹，经常出错，而且只会说英语。要真正使用，请添加服务商。</translation>
    </message>
    <message>
        <source>Model: {model}</source>
        <translation>模型：{model}</translation>
    </message>
    <message>
        <source>tiny · local</source>
        <translation>英文小模型 · 本地</translation>
    </message>
    <message>
        <source>local</source>
        <translation>本地</translation>
    </message>
    <message>
        <source>cloud</source>
        <translation>云端</translation>
    </message>
    <message>
        <source>{model}: what you say stays on this machine.</source>
        <translation>{model}：你说的话只留在这台电脑上。</translation>
    </message>
    <message>
        <source>{model}: what you say goes to this provider.</source>
        <translation>{model}：你说的话会发送给该服务商。</translation>
    </message>
</context>
<context>
    <name>ModelPopup</name>
    <message>
        <source>Add a provider…</source>
        <translation>添加服务商…</translation>
    </message>
    <message>
        <source>No model is called that.</source>
        <translation>没有叫这个名字的模型。</translation>
    </message>
    <message>
        <source>Favourites</source>
        <translation>收藏</translation>
    </message>
    <message>
        <source>local</source>
        <translation>本地</translation>
    </message>
    <message>
        <source>cloud</source>
        <translation>云端</translation>
    </message>
    <message>
        <source>This machine</source>
        <translation>本机</translation>
    </message>
    <message>
        <source>Models</source>
        <translation>模型</translation>
    </message>
    <message>
        <source>Search models</source>
        <translation>搜索模型</translation>
    </message>
</context>
<context>
    <name>ModelRow</name>
    <message>
        <source>Load again</source>
        <translation>重新加载</translation>
    </message>
    <message>
        <source>Adjust</source>
        <translation>调整</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>移除</translation>
    </message>
    <message>
        <source>Unload</source>
        <translation>卸载</translation>
    </message>
    <message>
        <source>Unload {name}</source>
        <translation>卸载 {name}</translation>
    </message>
    <message>
        <source>Download</source>
        <translation>下载</translation>
    </message>
    <message>
        <source>Download {name}</source>
        <translation>下载 {name}</translation>
    </message>
    <message>
        <source>Load</source>
        <translation>加载</translation>
    </message>
    <message>
        <source>Load {name}</source>
        <translation>加载 {name}</translation>
    </message>
    <message>
        <source>Load {name} again</source>
        <translation>重新加载 {name}</translation>
    </message>
    <message>
        <source>Adjust {name}</source>
        <translation>调整 {name}</translation>
    </message>
    <message>
        <source>Remove {name}</source>
        <translation>移除 {name}</translation>
    </message>
    <message>
        <source>Unfolded</source>
        <translation>已展开</translation>
    </message>
    <message>
        <source>Folded</source>
        <translation>已折叠</translation>
    </message>
    <message>
        <source>Context</source>
        <translation>上下文</translation>
    </message>
    <message>
        <source>Tokens that each answer can look back on.</source>
        <translation>每个回答能回看的词元数。</translation>
    </message>
    <message>
        <source>Answers at once</source>
        <translation>同时回答数</translation>
    </message>
    <message>
        <source>Tiles beyond this number wait.</source>
        <translation>超出此数的窗格需要等待。</translation>
    </message>
    <message>
        <source>Threads</source>
        <translation>线程</translation>
    </message>
    <message>
        <source>More is not always faster.</source>
        <translation>多不一定快。</translation>
    </message>
    <message>
        <source>by itself</source>
        <translation>自动</translation>
    </message>
</context>
<context>
    <name>ModelsPage</name>
    <message>
        <source>Add file…</source>
        <translation>添加文件…</translation>
    </message>
    <message>
        <source>Download…</source>
        <translation>下载…</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>撤销</translation>
    </message>
    <message>
        <source>These models run on this computer: what you say to them stays here. {amount} of memory are free.</source>
        <translation>这些模型在本机运行，你说的话不会离开这台电脑。可用内存 {amount}。</translation>
    </message>
    <message>
        <source>Downloading: {done} of {total}</source>
        <translation>正在下载：{done} / {total}</translation>
    </message>
    <message>
        <source>{name} is no longer in the list. Its file stays where it is.</source>
        <translation>{name} 已从列表中移除，文件仍在原处。</translation>
    </message>
    <message>
        <source>Choose a model</source>
        <translation>选择模型</translation>
    </message>
    <message>
        <source>Models ({pattern})</source>
        <translation>模型（{pattern}）</translation>
    </message>
    <message>
        <source>{name} can be chosen in every tile.</source>
        <translation>现在可以在任意窗格中选用 {name}。</translation>
    </message>
    <message>
        <source>Load anyway</source>
        <translation>仍要加载</translation>
    </message>
    <message>
        <source>{name} needs about {needed} of memory, and {free} are free. The computer may become very slow, or end programs. Less context or fewer answers at once take less.</source>
        <translation>{name} 约需 {needed} 内存，而可用内存只有 {free}。电脑可能会变得很慢，甚至结束其他程序。缩短上下文或减少同时回答数可以少占内存。</translation>
    </message>
    <message>
        <source>Too little memory is free</source>
        <translation>可用内存不足</translation>
    </message>
    <message>
        <source>{name} is answering. What it writes now breaks off; what had arrived is kept.</source>
        <translation>{name}正在回答。正在写的内容会中断，已收到的内容都保留着。</translation>
    </message>
    <message>
        <source>Break its answers off?</source>
        <translation>要中断它的回答吗？</translation>
    </message>
    <message>
        <source>Break off</source>
        <translation>中断</translation>
    </message>
    <message>
        <source>Renao downloaded the file of {name}, which takes {amount} of the disk.</source>
        <translation>{name} 的文件由热闹下载，占用磁盘 {amount}。</translation>
    </message>
    <message>
        <source>Remove this model from the list?</source>
        <translation>要把这个模型从列表中移除吗？</translation>
    </message>
    <message>
        <source>Delete the file</source>
        <translation>删除文件</translation>
    </message>
    <message>
        <source>Keep the file</source>
        <translation>保留文件</translation>
    </message>
    <message>
        <source>Models</source>
        <translation>模型</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>made for {count} tokens</source>
        <translation>最长 {count} 个词元</translation>
    </message>
    <message>
        <source>no chat template</source>
        <translation>无对话模板</translation>
    </message>
    <message>
        <source>Its file is not there: {path}</source>
        <translation>文件不在了：{path}</translation>
    </message>
    <message>
        <source>Loading…</source>
        <translation>正在加载…</translation>
    </message>
    <message>
        <source>Could not be loaded</source>
        <translation>无法加载</translation>
    </message>
    <message>
        <source>Loaded · takes {amount} now · process {pid}</source>
        <translation>已加载 · 现占 {amount} · 进程 {pid}</translation>
    </message>
    <message>
        <source>Not loaded</source>
        <translation>未加载</translation>
    </message>
    <message>
        <source>Not loaded · will take about {amount}</source>
        <translation>未加载 · 约需 {amount}</translation>
    </message>
    <message>
        <source>Not downloaded yet, about 90 MB</source>
        <translation>尚未下载，约 90 MB</translation>
    </message>
    <message>
        <source>Nobody knows how much memory this takes.</source>
        <translation>无法得知需要多少内存。</translation>
    </message>
    <message>
        <source>Takes about {needed} of memory; {free} are free.</source>
        <translation>约需内存 {needed}，可用 {free}。</translation>
    </message>
    <message>
        <source>{done} of {total}</source>
        <translation>{done} / {total}</translation>
    </message>
    <message>
        <source>Waits for its turn · {amount}</source>
        <translation>排队中 · {amount}</translation>
    </message>
    <message>
        <source>Paused · {amount}</source>
        <translation>已暂停 · {amount}</translation>
    </message>
    <message>
        <source>Stopped · {amount}</source>
        <translation>已中止 · {amount}</translation>
    </message>
    <message>
        <source>{amount} a second</source>
        <translation>每秒 {amount}</translation>
    </message>
    <message>
        <source>{count} s left</source>
        <translation>剩余 {count} 秒</translation>
    </message>
    <message>
        <source>{count} min left</source>
        <translation>剩余 {count} 分钟</translation>
    </message>
    <message>
        <source>{count} h left</source>
        <translation>剩余 {count} 小时</translation>
    </message>
</context>
<context>
    <name>NetworkPage</name>
    <message>
        <source>the proxy</source>
        <translation>代理</translation>
    </message>
    <message>
        <source>Type to replace it</source>
        <translation>输入新密码即可替换</translation>
    </message>
    <message>
        <source>Kept in the system&apos;s keyring.</source>
        <translation>已存入系统密钥环。</translation>
    </message>
    <message>
        <source>Kept until Renao ends.</source>
        <translation>保留到热闹退出为止。</translation>
    </message>
    <message>
        <source>Kept in your encrypted file.</source>
        <translation>已存入加密文件。</translation>
    </message>
    <message>
        <source>{path} cannot be used: {detail}. Choose a PEM file, or none.</source>
        <translation>{path} 无法使用：{detail}。请选择一个 PEM 文件，或留空。</translation>
    </message>
    <message>
        <source>Enter the proxy&apos;s address: without it no server is asked.</source>
        <translation>请填写代理地址：没有它就不会连接任何服务器。</translation>
    </message>
    <message>
        <source>Renao knows no such proxy. Enter one such as http://proxy:3128 or socks5://proxy:1080.</source>
        <translation>热闹不认识这样的代理地址。请填写形如 http://proxy:3128 或 socks5://proxy:1080 的地址。</translation>
    </message>
    <message>
        <source>Forget</source>
        <translation>清除</translation>
    </message>
    <message>
        <source>Password of the proxy</source>
        <translation>代理密码</translation>
    </message>
    <message>
        <source>Choose a PEM file</source>
        <translation>选择 PEM 文件</translation>
    </message>
    <message>
        <source>Certificates (*.pem *.crt *.cer)</source>
        <translation>证书 (*.pem *.crt *.cer)</translation>
    </message>
    <message>
        <source>All files (*)</source>
        <translation>所有文件 (*)</translation>
    </message>
</context>
<context>
    <name>NoticeActions</name>
    <message>
        <source>Open</source>
        <translation>打开</translation>
    </message>
    <message>
        <source>Open log</source>
        <translation>打开日志</translation>
    </message>
    <message>
        <source>Open providers</source>
        <translation>打开服务商设置</translation>
    </message>
    <message>
        <source>Open network settings</source>
        <translation>打开网络设置</translation>
    </message>
    <message>
        <source>Fetch the model</source>
        <translation>下载模型</translation>
    </message>
    <message>
        <source>Open settings</source>
        <translation>打开设置</translation>
    </message>
    <message>
        <source>Calm on battery</source>
        <translation>用电池时安静</translation>
    </message>
</context>
<context>
    <name>NoticeBar</name>
    <message>
        <source>Needs you</source>
        <translation>需要你</translation>
    </message>
    <message>
        <source>Running</source>
        <translation>运行中</translation>
    </message>
    <message>
        <source>Worth knowing</source>
        <translation>值得知道</translation>
    </message>
    <message>
        <source>Do not disturb: notices wait in the inbox</source>
        <translation>勿扰：通知都在收件箱里</translation>
    </message>
    <message>
        <source>Nothing new</source>
        <translation>没有新消息</translation>
    </message>
    <message>
        <source>Notices</source>
        <translation>通知</translation>
    </message>
    <message>
        <source>Mark as read</source>
        <translation>标为已读</translation>
    </message>
    <message>
        <source>Do not disturb</source>
        <translation>勿扰</translation>
    </message>
</context>
<context>
    <name>Outside</name>
    <message>
        <source>Renao goes on here, in the tray.</source>
        <translation>热闹还在这里运行，在托盘里。</translation>
    </message>
</context>
<context>
    <name>PassphraseDialog</name>
    <message>
        <source>This takes a moment…</source>
        <translation>请稍候…</translation>
    </message>
    <message>
        <source>Enter the passphrase.</source>
        <translation>请输入口令。</translation>
    </message>
    <message>
        <source>Take at least {number} characters; a few words are best.</source>
        <translation>至少需要 {number} 个字符，几个词连用最好。</translation>
    </message>
    <message>
        <source>The two are not the same. Type it once more.</source>
        <translation>两次输入不一致，请重新输入。</translation>
    </message>
    <message>
        <source>Make the file for keys</source>
        <translation>新建密钥文件</translation>
    </message>
    <message>
        <source>Make the file</source>
        <translation>新建</translation>
    </message>
    <message>
        <source>Unlock the file with keys</source>
        <translation>解锁密钥文件</translation>
    </message>
    <message>
        <source>Unlock</source>
        <translation>解锁</translation>
    </message>
    <message>
        <source>Change the passphrase</source>
        <translation>更改口令</translation>
    </message>
    <message>
        <source>Change</source>
        <translation>更改</translation>
    </message>
    <message>
        <source>Passphrase</source>
        <translation>口令</translation>
    </message>
    <message>
        <source>Once more</source>
        <translation>再次输入</translation>
    </message>
    <message>
        <source>Passphrase now</source>
        <translation>当前口令</translation>
    </message>
    <message>
        <source>New passphrase</source>
        <translation>新口令</translation>
    </message>
    <message>
        <source>Your keys are sealed with this passphrase. Renao keeps it nowhere: without it the keys cannot be had back. It is asked for once after each start.</source>
        <translation>密钥将用此口令加密。热闹不会保存口令，一旦忘记，密钥便无法找回。每次启动后会询问一次。</translation>
    </message>
    <message>
        <source>Your keys are in a file that only your passphrase opens.</source>
        <translation>你的密钥存放在只有口令才能打开的文件中。</translation>
    </message>
    <message>
        <source>The file with your keys is sealed anew.</source>
        <translation>密钥文件将用新口令重新加密。</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
</context>
<context>
    <name>PostCard</name>
    <message>
        <source>more</source>
        <translation>展开</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>打开</translation>
    </message>
    <message>
        <source>Ask another</source>
        <translation>问问别的智能体</translation>
    </message>
    <message>
        <source>Ask another agent about it</source>
        <translation>就此问问别的智能体</translation>
    </message>
    <message>
        <source>Unlike</source>
        <translation>取消点赞</translation>
    </message>
    <message>
        <source>Like</source>
        <translation>点赞</translation>
    </message>
    <message>
        <source>No longer saved</source>
        <translation>取消收藏</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>收藏</translation>
    </message>
    <message>
        <source>Hide</source>
        <translation>隐藏</translation>
    </message>
    <message>
        <source>{name} is writing…</source>
        <translation>{name}正在写…</translation>
    </message>
    <message>
        <source>less</source>
        <translation>收起</translation>
    </message>
</context>
<context>
    <name>ProviderAddress</name>
    <message>
        <source>Another address</source>
        <translation>再加一个地址</translation>
    </message>
    <message>
        <source>Usual address</source>
        <translation>默认地址</translation>
    </message>
    <message>
        <source>An address of your own</source>
        <translation>自定义地址</translation>
    </message>
    <message>
        <source>Address</source>
        <translation>地址</translation>
    </message>
    <message>
        <source>Address {number}</source>
        <translation>地址 {number}</translation>
    </message>
    <message>
        <source>Region</source>
        <translation>地区</translation>
    </message>
    <message>
        <source>The one that is least busy is asked; one that fails rests for a while.</source>
        <translation>优先使用最空闲的地址；出错的地址会暂停一段时间。</translation>
    </message>
</context>
<context>
    <name>ProviderChooser</name>
    <message>
        <source>Back</source>
        <translation>返回</translation>
    </message>
    <message>
        <source>None is called that. Take the last one and enter its address.</source>
        <translation>没有找到。请选择最后一项并输入地址。</translation>
    </message>
    <message>
        <source>Found on this machine</source>
        <translation>在本机发现</translation>
    </message>
    <message>
        <source>Services</source>
        <translation>云端服务</translation>
    </message>
    <message>
        <source>Servers on this machine</source>
        <translation>本机服务</translation>
    </message>
    <message>
        <source>{name} is set</source>
        <translation>已设置 {name}</translation>
    </message>
    <message>
        <source>Search: DeepSeek, Claude, Ollama…</source>
        <translation>搜索：DeepSeek、Claude、Ollama…</translation>
    </message>
    <message>
        <source>Search providers</source>
        <translation>搜索服务商</translation>
    </message>
    <message>
        <source>Providers that can be added</source>
        <translation>可添加的服务商</translation>
    </message>
</context>
<context>
    <name>ProviderForm</name>
    <message>
        <source>In use</source>
        <translation>启用</translation>
    </message>
    <message>
        <source>Providers</source>
        <translation>服务商</translation>
    </message>
    <message>
        <source>Limits</source>
        <translation>限制</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>保存</translation>
    </message>
    <message>
        <source>Add {name}</source>
        <translation>添加 {name}</translation>
    </message>
    <message>
        <source>Add a provider</source>
        <translation>添加服务商</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>名称</translation>
    </message>
    <message>
        <source>Protocol</source>
        <translation>协议</translation>
    </message>
    <message>
        <source>Address</source>
        <translation>地址</translation>
    </message>
    <message>
        <source>Models</source>
        <translation>模型</translation>
    </message>
    <message>
        <source>Provider</source>
        <translation>服务商</translation>
    </message>
    <message>
        <source>Answers at once</source>
        <translation>同时回答数</translation>
    </message>
    <message>
        <source>Requests a minute</source>
        <translation>每分钟请求数</translation>
    </message>
    <message>
        <source>Tokens a minute</source>
        <translation>每分钟 词元数</translation>
    </message>
    <message>
        <source>Context of its models</source>
        <translation>模型的上下文长度</translation>
    </message>
    <message>
        <source>as the server says</source>
        <translation>以服务器为准</translation>
    </message>
    <message>
        <source>no limit</source>
        <translation>不限</translation>
    </message>
    <message>
        <source>Key</source>
        <translation>密钥</translation>
    </message>
    <message>
        <source>Give the provider a name.</source>
        <translation>请给服务商起个名字。</translation>
    </message>
    <message>
        <source>The address must begin with http:// or https:// and name a server.</source>
        <translation>地址必须以 http:// 或 https:// 开头，并包含服务器名。</translation>
    </message>
    <message>
        <source>Put the key into the field Key, not into the address.</source>
        <translation>请把密钥填在“密钥”一栏，不要写在地址里。</translation>
    </message>
    <message>
        <source>Choose at least one model: fetch the list, or add one by its name.</source>
        <translation>请至少选择一个模型：可以获取列表，或按名称添加。</translation>
    </message>
    <message>
        <source>Fill in {place} in the address.</source>
        <translation>请填写地址中的 {place}。</translation>
    </message>
</context>
<context>
    <name>ProviderKeysEditor</name>
    <message>
        <source>Another key</source>
        <translation>再加一个密钥</translation>
    </message>
    <message>
        <source>Get a key</source>
        <translation>获取密钥</translation>
    </message>
    <message>
        <source>Forget</source>
        <translation>清除</translation>
    </message>
    <message>
        <source>Keep the earlier ones too</source>
        <translation>同时保留已有的密钥</translation>
    </message>
    <message>
        <source>{name} is set: use it. It stays where it is.</source>
        <translation>使用已设置的 {name}，不会复制其内容。</translation>
    </message>
    <message>
        <source>Use {name}. It is not set at the moment.</source>
        <translation>使用 {name}（目前未设置）。</translation>
    </message>
    <message>
        <source>Key</source>
        <translation>密钥</translation>
    </message>
    <message>
        <source>Key {number}</source>
        <translation>密钥 {number}</translation>
    </message>
    <message numerus="yes">
        <source>%n key(s) kept in the system&apos;s keyring</source>
        <translation>
            <numerusform>系统密钥环中已存 %n 个密钥</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n key(s) kept in your encrypted file</source>
        <translation>
            <numerusform>加密文件中已存 %n 个密钥</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n key(s) kept until Renao ends</source>
        <translation>
            <numerusform>%n 个密钥，保留到 Renao 退出为止</numerusform>
        </translation>
    </message>
    <message>
        <source>Type to replace what is kept</source>
        <translation>输入新密钥即可替换</translation>
    </message>
    <message>
        <source>Paste it here</source>
        <translation>在此粘贴</translation>
    </message>
    <message>
        <source>From the environment</source>
        <translation>取自环境变量</translation>
    </message>
</context>
<context>
    <name>ProviderList</name>
    <message>
        <source>Add a provider</source>
        <translation>添加服务商</translation>
    </message>
    <message>
        <source>Edit</source>
        <translation>编辑</translation>
    </message>
    <message>
        <source>Duplicate</source>
        <translation>复制</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>移除</translation>
    </message>
    <message>
        <source>local</source>
        <translation>本地</translation>
    </message>
    <message>
        <source>cloud</source>
        <translation>云端</translation>
    </message>
    <message numerus="yes">
        <source>%n model(s)</source>
        <translation>
            <numerusform>%n 个模型</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n address(es)</source>
        <translation>
            <numerusform>%n 个地址</numerusform>
        </translation>
    </message>
    <message>
        <source>Switched off</source>
        <translation>已停用</translation>
    </message>
    <message numerus="yes">
        <source>%n address(es) or key(s) rest</source>
        <translation>
            <numerusform>%n 个地址或密钥暂停中</numerusform>
        </translation>
    </message>
    <message>
        <source>Key from {name}</source>
        <translation>密钥取自 {name}</translation>
    </message>
    <message>
        <source>{name} is not set</source>
        <translation>未设置 {name}</translation>
    </message>
    <message>
        <source>Its key cannot be read</source>
        <translation>无法读取密钥</translation>
    </message>
    <message numerus="yes">
        <source>%n key(s)</source>
        <translation>
            <numerusform>%n 个密钥</numerusform>
        </translation>
    </message>
    <message>
        <source>No key needed</source>
        <translation>无需密钥</translation>
    </message>
    <message>
        <source>No key</source>
        <translation>没有密钥</translation>
    </message>
    <message>
        <source>Switch off</source>
        <translation>停用</translation>
    </message>
    <message>
        <source>Switch on</source>
        <translation>启用</translation>
    </message>
    <message>
        <source>Whoever answers besides the models of this machine. Keys are never in the settings.</source>
        <translation>除本机模型外，由这些服务商提供回答。密钥不会写入设置文件。</translation>
    </message>
    <message>
        <source>No provider yet. Add a service such as DeepSeek, Anthropic or OpenAI with a key of your own, or a server such as Ollama that runs on this machine.</source>
        <translation>还没有服务商。你可以用自己的密钥添加 DeepSeek、Anthropic、OpenAI 等服务，也可以添加在本机运行的 Ollama 等服务器。</translation>
    </message>
    <message>
        <source>Providers</source>
        <translation>服务商</translation>
    </message>
    <message>
        <source>Drag to order, or Alt and the arrow keys.</source>
        <translation>拖动可排序，也可按 Alt 加方向键。</translation>
    </message>
    <message>
        <source>Move up</source>
        <translation>上移</translation>
    </message>
    <message>
        <source>Move down</source>
        <translation>下移</translation>
    </message>
</context>
<context>
    <name>ProviderModels</name>
    <message>
        <source>offered</source>
        <translation>已启用</translation>
    </message>
    <message>
        <source>not offered</source>
        <translation>未启用</translation>
    </message>
    <message>
        <source>favourite</source>
        <translation>收藏</translation>
    </message>
    <message>
        <source>Images</source>
        <translation>图片</translation>
    </message>
    <message>
        <source>Files</source>
        <translation>文件</translation>
    </message>
    <message>
        <source>Tools</source>
        <translation>工具</translation>
    </message>
    <message>
        <source>Thinking</source>
        <translation>思考</translation>
    </message>
    <message>
        <source>Schemas</source>
        <translation>结构化输出</translation>
    </message>
</context>
<context>
    <name>ProviderModelsEditor</name>
    <message>
        <source>Add</source>
        <translation>添加</translation>
    </message>
    <message>
        <source>Fetch list</source>
        <translation>获取列表</translation>
    </message>
    <message>
        <source>Offer all</source>
        <translation>全部启用</translation>
    </message>
    <message>
        <source>Offer none</source>
        <translation>全部停用</translation>
    </message>
    <message>
        <source>{offered} of {all} offered</source>
        <translation>已启用 {offered} / {all}</translation>
    </message>
    <message>
        <source>No models yet: fetch the list.</source>
        <translation>还没有模型，请获取列表。</translation>
    </message>
    <message>
        <source>Models</source>
        <translation>模型</translation>
    </message>
    <message>
        <source>Space offers a model, * makes it a favourite.</source>
        <translation>按空格启用模型，按 * 收藏。</translation>
    </message>
    <message>
        <source>Search models</source>
        <translation>搜索模型</translation>
    </message>
    <message>
        <source>Name of a model that the list does not have</source>
        <translation>列表中没有的模型名称</translation>
    </message>
    <message>
        <source>Name of a model</source>
        <translation>模型名称</translation>
    </message>
</context>
<context>
    <name>ProviderPage</name>
    <message>
        <source>Undo</source>
        <translation>撤销</translation>
    </message>
    <message>
        <source>Forget its keys now</source>
        <translation>立即清除其密钥</translation>
    </message>
    <message>
        <source>Saved; the key is in your encrypted file.</source>
        <translation>已保存，密钥已存入加密文件。</translation>
    </message>
    <message>
        <source>Saved. The key is kept until Renao ends.</source>
        <translation>已保存。密钥保留到热闹退出为止。</translation>
    </message>
    <message>
        <source>Saved. The key is kept until the file with your keys is unlocked.</source>
        <translation>已保存。密钥会暂时保留，待密钥文件解锁后存入。</translation>
    </message>
    <message>
        <source>Stopped.</source>
        <translation>已停止。</translation>
    </message>
    <message>
        <source>Asking for the list…</source>
        <translation>正在获取列表…</translation>
    </message>
    <message numerus="yes">
        <source>%n model(s) listed. Choose those you want.</source>
        <translation>
            <numerusform>共列出 %n 个模型，请选择要用的。</numerusform>
        </translation>
    </message>
    <message>
        <source>{name} (copy)</source>
        <translation>{name}（副本）</translation>
    </message>
    <message>
        <source>Copied, with its keys.</source>
        <translation>已复制，密钥也一并复制。</translation>
    </message>
    <message>
        <source>{name} was removed. Its keys go when you close the settings.</source>
        <translation>已移除 {name}。关闭设置时会清除其密钥。</translation>
    </message>
    <message>
        <source>{name} was removed, and its keys are forgotten.</source>
        <translation>已移除 {name}，其密钥也已清除。</translation>
    </message>
    <message>
        <source>Providers</source>
        <translation>服务商</translation>
    </message>
    <message>
        <source>Saved. Its models can be chosen in every tile.</source>
        <translation>已保存。现在每个窗格都可以选择它的模型。</translation>
    </message>
    <message>
        <source>Saved; the key is in the system&apos;s keyring.</source>
        <translation>已保存；密钥存放在系统密钥环里。</translation>
    </message>
    <message>
        <source>The keyring did not let go of the key.</source>
        <translation>密钥环没有删除这个密钥。</translation>
    </message>
</context>
<context>
    <name>ProviderTrial</name>
    <message>
        <source>Connecting…</source>
        <translation>正在连接…</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>停止</translation>
    </message>
    <message>
        <source>Test</source>
        <translation>测试</translation>
    </message>
    <message>
        <source>Asks for the models, then one short question.</source>
        <translation>先获取模型列表，再提一个简短的问题。</translation>
    </message>
    <message>
        <source>Testing</source>
        <translation>正在测试</translation>
    </message>
    <message>
        <source>The server is there. Checking the key…</source>
        <translation>服务器已连通，正在检查密钥…</translation>
    </message>
    <message>
        <source>The key is accepted. Asking for the models…</source>
        <translation>密钥有效，正在获取模型…</translation>
    </message>
    <message>
        <source>Models: {number}. Asking one a short question…</source>
        <translation>共 {number} 个模型，正在提一个简短的问题…</translation>
    </message>
    <message>
        <source>It begins to answer…</source>
        <translation>开始回答…</translation>
    </message>
    <message>
        <source>It answers.</source>
        <translation>有回答。</translation>
    </message>
</context>
<context>
    <name>ProviderWords</name>
    <message>
        <source>OpenAI chat completions</source>
        <translation>OpenAI Chat Completions 协议</translation>
    </message>
    <message>
        <source>OpenAI responses</source>
        <translation>OpenAI Responses 协议</translation>
    </message>
    <message>
        <source>Anthropic messages</source>
        <translation>Anthropic Messages 协议</translation>
    </message>
    <message>
        <source>Google Gemini API</source>
        <translation>Google Gemini 协议</translation>
    </message>
    <message>
        <source>Ollama API</source>
        <translation>Ollama 协议</translation>
    </message>
    <message>
        <source>It will be kept in the system&apos;s keyring.</source>
        <translation>将存入系统密钥环。</translation>
    </message>
    <message>
        <source>It will be kept until Renao ends.</source>
        <translation>将保留到热闹退出为止。</translation>
    </message>
    <message>
        <source>It will be kept in your encrypted file.</source>
        <translation>将存入加密文件。</translation>
    </message>
    <message>
        <source>It will be kept until the key file is unlocked.</source>
        <translation>将暂时保留，待密钥文件解锁后存入。</translation>
    </message>
    <message>
        <source>OpenAI&apos;s protocol at an address of your own</source>
        <translation>自定义地址，使用 OpenAI 协议</translation>
    </message>
    <message>
        <source>on this machine</source>
        <translation>在本机</translation>
    </message>
</context>
<context>
    <name>QueueChips</name>
    <message>
        <source>Waiting to be sent</source>
        <translation>等待发送</translation>
    </message>
    <message>
        <source>Waiting to be sent. Click to edit it.</source>
        <translation>等待发送。点击可编辑。</translation>
    </message>
    <message>
        <source>Edit the waiting message: {text}</source>
        <translation>编辑等待中的消息：{text}</translation>
    </message>
    <message>
        <source>Do not send it</source>
        <translation>不发送</translation>
    </message>
    <message>
        <source>Do not send: {text}</source>
        <translation>不发送：{text}</translation>
    </message>
</context>
<context>
    <name>QuickAsk</name>
    <message>
        <source>There is no text on the clipboard.</source>
        <translation>剪贴板里没有文字。</translation>
    </message>
    <message>
        <source>Quick ask</source>
        <translation>快问</translation>
    </message>
</context>
<context>
    <name>QuickAskParts</name>
    <message>
        <source>Send</source>
        <translation>发送</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>停止</translation>
    </message>
    <message>
        <source>About the clipboard</source>
        <translation>关于剪贴板</translation>
    </message>
    <message>
        <source>New question</source>
        <translation>新问题</translation>
    </message>
    <message>
        <source>Go on in its tile</source>
        <translation>到窗格里继续</translation>
    </message>
    <message>
        <source>Hide</source>
        <translation>隐藏</translation>
    </message>
    <message>
        <source>Send along what is on the clipboard; it is shown first</source>
        <translation>把剪贴板里的内容一起发送；会先显示出来</translation>
    </message>
    <message>
        <source>Agent</source>
        <translation>智能体</translation>
    </message>
    <message>
        <source>Ask something</source>
        <translation>问点什么</translation>
    </message>
    <message>
        <source>{send} asks · {tile} opens the tile · {hide} hides</source>
        <translation>{send} 提问 · {tile} 打开窗格 · {hide} 隐藏</translation>
    </message>
</context>
<context>
    <name>QuitQuestion</name>
    <message>
        <source>Quit Renao?</source>
        <translation>退出热闹？</translation>
    </message>
    <message numerus="yes">
        <source>%n reply(s) still coming.</source>
        <translation>
            <numerusform>还有 %n 条回复正在生成。</numerusform>
        </translation>
    </message>
    <message>
        <source>What has arrived is kept, and the next start offers to continue.</source>
        <translation>已收到的内容都保留着，下次启动时可以继续。</translation>
    </message>
    <message>
        <source>Quit</source>
        <translation>退出</translation>
    </message>
    <message>
        <source>Keep running</source>
        <translation>继续运行</translation>
    </message>
</context>
<context>
    <name>Rail</name>
    <message>
        <source>Agents</source>
        <translation>智能体</translation>
    </message>
    <message>
        <source>Show the feed</source>
        <translation>显示动态</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>设置</translation>
    </message>
    <message>
        <source>Add an agent</source>
        <translation>添加智能体</translation>
    </message>
    <message numerus="yes">
        <source>%n unread</source>
        <translation>
            <numerusform>%n 条未读</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>RailButton</name>
    <message>
        <source>Open</source>
        <translation>打开</translation>
    </message>
    <message>
        <source>New conversation</source>
        <translation>新对话</translation>
    </message>
    <message>
        <source>Open a second tile</source>
        <translation>再开一个窗格</translation>
    </message>
    <message>
        <source>Show in the gallery</source>
        <translation>在智能体库中查看</translation>
    </message>
    <message>
        <source>Hide from the rail</source>
        <translation>从智能体栏隐藏</translation>
    </message>
</context>
<context>
    <name>Settings</name>
    <message>
        <source>Theme</source>
        <translation>主题</translation>
    </message>
    <message>
        <source>Density</source>
        <translation>密度</translation>
    </message>
    <message>
        <source>How much is shown and moves at once.</source>
        <translation>同时显示和活动的内容多少。</translation>
    </message>
    <message>
        <source>Language</source>
        <translation>语言</translation>
    </message>
    <message>
        <source>The language of the window; needs a restart.</source>
        <translation>界面语言；重启后生效。</translation>
    </message>
    <message>
        <source>Text size</source>
        <translation>文字大小</translation>
    </message>
    <message>
        <source>In per cent of the density&apos;s own size.</source>
        <translation>相对于当前密度默认大小的百分比。</translation>
    </message>
    <message>
        <source>Sending while an agent answers</source>
        <translation>回答过程中发送</translation>
    </message>
    <message>
        <source>Wait for the answer, or stop it and send at once.</source>
        <translation>等回答结束再发送，或者停止回答立即发送。</translation>
    </message>
    <message>
        <source>Unfold reasoning</source>
        <translation>展开思考过程</translation>
    </message>
    <message>
        <source>Show what a model thinks without a click.</source>
        <translation>无需点击就显示模型的思考过程。</translation>
    </message>
    <message>
        <source>Ask before quitting</source>
        <translation>退出前询问</translation>
    </message>
    <message>
        <source>Ask once when replies are still coming.</source>
        <translation>还有回复未完成时询问一次。</translation>
    </message>
    <message>
        <source>Model for new conversations</source>
        <translation>新对话使用的模型</translation>
    </message>
    <message>
        <source>The colours; by itself they are dark or light as the desktop is.</source>
        <translation>界面颜色；默认随桌面变深或变浅。</translation>
    </message>
    <message>
        <source>Calm on battery</source>
        <translation>用电池时安静</translation>
    </message>
    <message>
        <source>Show less and move nothing while no cable is plugged in.</source>
        <translation>没接电源时少显示一些，也不放动画。</translation>
    </message>
    <message>
        <source>Calm when the desktop wants less motion</source>
        <translation>桌面要求减少动画时安静</translation>
    </message>
    <message>
        <source>Show less then; nothing moves in any case.</source>
        <translation>那时少显示一些；动画总会停下。</translation>
    </message>
    <message>
        <source>Quick ask from everywhere</source>
        <translation>随处快问</translation>
    </message>
    <message>
        <source>A few keys open it, whatever program is in front.</source>
        <translation>不管在用哪个程序，按快捷键就打开。</translation>
    </message>
    <message>
        <source>Keys for Quick ask</source>
        <translation>快问的快捷键</translation>
    </message>
    <message>
        <source>Such as Ctrl+Alt+Space, Meta+J or F12.</source>
        <translation>例如 Ctrl+Alt+Space、Meta+J 或 F12。</translation>
    </message>
    <message>
        <source>Close to the tray</source>
        <translation>关闭到托盘</translation>
    </message>
    <message>
        <source>Closing the window hides it; the agents go on.</source>
        <translation>关闭窗口只是把它藏起来；智能体继续工作。</translation>
    </message>
    <message>
        <source>Conversations that chose another one keep it.</source>
        <translation>已选择其他模型的对话保持不变。</translation>
    </message>
    <message>
        <source>Start the built-in model</source>
        <translation>启动内置模型</translation>
    </message>
    <message>
        <source>When it is first needed, or with the window.</source>
        <translation>第一次需要时启动，或随窗口启动。</translation>
    </message>
    <message>
        <source>Say that the built-in model is tiny</source>
        <translation>提示内置模型很小</translation>
    </message>
    <message>
        <source>One line in each tile with room for it.</source>
        <translation>在放得下的窗格里显示一行提示。</translation>
    </message>
    <message>
        <source>Wait for a connection</source>
        <translation>等待连接</translation>
    </message>
    <message>
        <source>Seconds until a server counts as unreachable.</source>
        <translation>超过多少秒视为无法连接服务器。</translation>
    </message>
    <message>
        <source>Wait for the first word</source>
        <translation>等待第一个字</translation>
    </message>
    <message>
        <source>Seconds until a silent server counts as stuck.</source>
        <translation>服务器沉默多少秒视为卡住。</translation>
    </message>
    <message>
        <source>Wait between words</source>
        <translation>等待后续文字</translation>
    </message>
    <message>
        <source>Seconds of silence in mid-answer until we give up.</source>
        <translation>回答中途沉默多少秒后放弃。</translation>
    </message>
    <message>
        <source>A joke a day</source>
        <translation>每日一笑</translation>
    </message>
    <message>
        <source>The joke curator posts one at the first start of a day.</source>
        <translation>每天第一次启动时，笑话馆长发布一个笑话。</translation>
    </message>
    <message>
        <source>Show the feed</source>
        <translation>显示动态</translation>
    </message>
    <message>
        <source>The column of posts at the right.</source>
        <translation>右侧的动态栏。</translation>
    </message>
    <message>
        <source>Do not disturb</source>
        <translation>勿扰</translation>
    </message>
    <message>
        <source>Collect notices in the inbox and say nothing.</source>
        <translation>通知只进收件箱，不打扰。</translation>
    </message>
    <message>
        <source>Desktop notifications</source>
        <translation>桌面通知</translation>
    </message>
    <message>
        <source>Use the desktop&apos;s own when the window is not active.</source>
        <translation>窗口不在前台时使用系统通知。</translation>
    </message>
    <message>
        <source>Proxy</source>
        <translation>代理</translation>
    </message>
    <message>
        <source>What stands between this machine and the network.</source>
        <translation>本机与网络之间经过的代理。</translation>
    </message>
    <message>
        <source>Address of the proxy</source>
        <translation>代理地址</translation>
    </message>
    <message>
        <source>Such as http://proxy:3128 or socks5://proxy:1080; only for a manual one.</source>
        <translation>形如 http://proxy:3128 或 socks5://proxy:1080；仅用于手动设置。</translation>
    </message>
    <message>
        <source>User of the proxy</source>
        <translation>代理用户名</translation>
    </message>
    <message>
        <source>Empty when it asks for none; the password is kept with the keys.</source>
        <translation>代理不要求时留空；密码与密钥存放在一起。</translation>
    </message>
    <message>
        <source>Not through the proxy</source>
        <translation>不走代理的主机</translation>
    </message>
    <message>
        <source>Hosts with commas between them, such as intranet, .example.com.</source>
        <translation>主机之间用逗号隔开，例如 intranet, .example.com。</translation>
    </message>
    <message>
        <source>Own certificate authority</source>
        <translation>自己的证书颁发机构</translation>
    </message>
    <message>
        <source>A PEM file that is trusted besides the system&apos;s own.</source>
        <translation>除系统自带的之外还信任的 PEM 文件。</translation>
    </message>
    <message>
        <source>Look for servers on this machine</source>
        <translation>查找本机上的服务器</translation>
    </message>
    <message>
        <source>Ollama, LM Studio and others are found and offered.</source>
        <translation>找到 Ollama、LM Studio 等并供你选用。</translation>
    </message>
    <message>
        <source>Keep keys</source>
        <translation>密钥的存放</translation>
    </message>
    <message>
        <source>In the system&apos;s keyring, until Renao ends, or in a file with your own passphrase.</source>
        <translation>存放在系统密钥环里、只保存到热闹退出，或存放在由你的口令加密的文件里。</translation>
    </message>
    <message>
        <source>Appearance</source>
        <translation>外观</translation>
    </message>
    <message>
        <source>Desktop</source>
        <translation>桌面</translation>
    </message>
    <message>
        <source>Chat</source>
        <translation>对话</translation>
    </message>
    <message>
        <source>Models</source>
        <translation>模型</translation>
    </message>
    <message>
        <source>Feed</source>
        <translation>动态</translation>
    </message>
    <message>
        <source>Notices</source>
        <translation>通知</translation>
    </message>
    <message>
        <source>Network</source>
        <translation>网络</translation>
    </message>
    <message>
        <source>Keys</source>
        <translation>密钥</translation>
    </message>
    <message>
        <source>As the system</source>
        <translation>跟随系统</translation>
    </message>
    <message>
        <source>Night Market</source>
        <translation>夜市</translation>
    </message>
    <message>
        <source>Morning Tea</source>
        <translation>早茶</translation>
    </message>
    <message>
        <source>High Contrast</source>
        <translation>高对比度</translation>
    </message>
    <message>
        <source>Busy</source>
        <translation>热闹</translation>
    </message>
    <message>
        <source>Balanced</source>
        <translation>适中</translation>
    </message>
    <message>
        <source>Calm</source>
        <translation>安静</translation>
    </message>
    <message>
        <source>Wait for the answer</source>
        <translation>等回答结束</translation>
    </message>
    <message>
        <source>Stop it and send</source>
        <translation>停止并发送</translation>
    </message>
    <message>
        <source>When first needed</source>
        <translation>第一次需要时</translation>
    </message>
    <message>
        <source>With the window</source>
        <translation>随窗口启动</translation>
    </message>
    <message>
        <source>Set by hand</source>
        <translation>手动设置</translation>
    </message>
    <message>
        <source>None</source>
        <translation>不使用</translation>
    </message>
    <message>
        <source>In the system&apos;s keyring</source>
        <translation>系统密钥环</translation>
    </message>
    <message>
        <source>For this run only</source>
        <translation>仅本次运行</translation>
    </message>
    <message>
        <source>In an encrypted file</source>
        <translation>加密文件</translation>
    </message>
    <message>
        <source>Never</source>
        <translation>从不</translation>
    </message>
    <message>
        <source>Ask me</source>
        <translation>问我</translation>
    </message>
    <message>
        <source>Always</source>
        <translation>总是</translation>
    </message>
</context>
<context>
    <name>SettingsDialog</name>
    <message>
        <source>Agents</source>
        <translation>智能体</translation>
    </message>
    <message>
        <source>Providers</source>
        <translation>服务商</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>设置</translation>
    </message>
    <message>
        <source>Pages</source>
        <translation>页面</translation>
    </message>
</context>
<context>
    <name>SettingsPage</name>
    <message>
        <source>That value is not possible; the old one stays.</source>
        <translation>这个值不可用；仍保留原来的值。</translation>
    </message>
</context>
<context>
    <name>Sharing</name>
    <message>
        <source>Card of Renao (TOML)</source>
        <translation>热闹的卡片（TOML）</translation>
    </message>
    <message>
        <source>Character card V3, picture</source>
        <translation>角色卡 V3，图片</translation>
    </message>
    <message>
        <source>Character card V2, picture</source>
        <translation>角色卡 V2，图片</translation>
    </message>
    <message>
        <source>Character card V3, JSON</source>
        <translation>角色卡 V3，JSON</translation>
    </message>
    <message>
        <source>Character card V2, JSON</source>
        <translation>角色卡 V2，JSON</translation>
    </message>
    <message>
        <source>As it was imported</source>
        <translation>导入时的原文件</translation>
    </message>
    <message>
        <source>Share as a file</source>
        <translation>分享为文件</translation>
    </message>
</context>
<context>
    <name>TileTitle</name>
    <message>
        <source>Menu of this tile</source>
        <translation>此窗格的菜单</translation>
    </message>
    <message>
        <source>Cost: {amount}</source>
        <translation>费用：{amount}</translation>
    </message>
    <message>
        <source>Waiting</source>
        <translation>等待中</translation>
    </message>
    <message>
        <source>{rate} tok/s</source>
        <translation>{rate} 词元/秒</translation>
    </message>
</context>
<context>
    <name>TopBar</name>
    <message>
        <source>Command centre</source>
        <translation>指挥中心</translation>
    </message>
    <message>
        <source>Search, or run a command</source>
        <translation>搜索或执行命令</translation>
    </message>
    <message>
        <source>Density</source>
        <translation>密度</translation>
    </message>
    <message>
        <source>Calm: on battery</source>
        <translation>安静：用电池</translation>
    </message>
    <message>
        <source>Calm: less motion</source>
        <translation>安静：减少动画</translation>
    </message>
    <message>
        <source>Busy</source>
        <translation>热闹</translation>
    </message>
    <message>
        <source>Everything at once, live</source>
        <translation>全部同时显示，实时更新</translation>
    </message>
    <message>
        <source>Balanced</source>
        <translation>适中</translation>
    </message>
    <message>
        <source>More room, less motion</source>
        <translation>更宽松，动效更少</translation>
    </message>
    <message>
        <source>Calm</source>
        <translation>安静</translation>
    </message>
    <message>
        <source>Large and still, few interruptions</source>
        <translation>大而静，少打扰</translation>
    </message>
</context>
<context>
    <name>Transcript</name>
    <message>
        <source>{read} → {written} tokens</source>
        <translation>{read} → {written} 词元</translation>
    </message>
    <message>
        <source>Read: {count} tokens</source>
        <translation>输入：{count} 词元</translation>
    </message>
    <message>
        <source>Of these from a cache: {count}</source>
        <translation>其中来自缓存：{count}</translation>
    </message>
    <message>
        <source>Written: {count} tokens</source>
        <translation>输出：{count} 词元</translation>
    </message>
    <message>
        <source>Of these for thinking: {count}</source>
        <translation>其中用于思考：{count}</translation>
    </message>
    <message>
        <source>Cost: {amount}</source>
        <translation>费用：{amount}</translation>
    </message>
    <message>
        <source>Cost unknown</source>
        <translation>费用未知</translation>
    </message>
    <message>
        <source>Thinking…</source>
        <translation>正在思考…</translation>
    </message>
    <message>
        <source>Thoughts</source>
        <translation>思考过程</translation>
    </message>
    <message>
        <source>Thought for {seconds} s</source>
        <translation>思考了 {seconds} 秒</translation>
    </message>
    <message>
        <source>Thought for {minutes} min</source>
        <translation>思考了 {minutes} 分钟</translation>
    </message>
    <message>
        <source>Waiting for the first word…</source>
        <translation>正在等待第一个字…</translation>
    </message>
    <message>
        <source>The model said nothing.</source>
        <translation>模型什么也没说。</translation>
    </message>
    <message>
        <source>Continue</source>
        <translation>继续</translation>
    </message>
    <message>
        <source>Ask again</source>
        <translation>再问一次</translation>
    </message>
    <message>
        <source>Earlier messages were left out: the model&apos;s memory is full</source>
        <translation>更早的消息没有发送：模型的记忆已满</translation>
    </message>
    <message>
        <source>↓ New</source>
        <translation>↓ 新内容</translation>
    </message>
    <message>
        <source>Go to the newest text</source>
        <translation>跳到最新内容</translation>
    </message>
    <message>
        <source>Agent</source>
        <translation>智能体</translation>
    </message>
    <message>
        <source>Conversation</source>
        <translation>对话</translation>
    </message>
    <message>
        <source>Sources</source>
        <translation>来源</translation>
    </message>
    <message>
        <source>{name} is answering</source>
        <translation>{name}正在回答</translation>
    </message>
    <message>
        <source>{name} has answered</source>
        <translation>{name}已回答</translation>
    </message>
    <message>
        <source>You</source>
        <translation>你</translation>
    </message>
    <message>
        <source>Note</source>
        <translation>提示</translation>
    </message>
</context>
<context>
    <name>Tray</name>
    <message>
        <source>Do not disturb</source>
        <translation>勿扰</translation>
    </message>
    <message numerus="yes">
        <source>%n need(s) you</source>
        <translation>
            <numerusform>%n 个在等你</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n running</source>
        <translation>
            <numerusform>%n 个在运行</numerusform>
        </translation>
    </message>
    <message>
        <source>nothing runs</source>
        <translation>没有在运行的</translation>
    </message>
    <message>
        <source>Quick ask</source>
        <translation>快问</translation>
    </message>
    <message>
        <source>Quit Renao</source>
        <translation>退出热闹</translation>
    </message>
    <message>
        <source>Hide Renao</source>
        <translation>隐藏热闹</translation>
    </message>
    <message>
        <source>Show Renao</source>
        <translation>显示热闹</translation>
    </message>
</context>
<context>
    <name>Trouble</name>
    <message>
        <source>Ask again</source>
        <translation>再问一次</translation>
    </message>
</context>
<context>
    <name>Unopened</name>
    <message>
        <source>Try again</source>
        <translation>重试</translation>
    </message>
    <message>
        <source>New conversation</source>
        <translation>新对话</translation>
    </message>
</context>
<context>
    <name>WaitingLine</name>
    <message>
        <source>Now</source>
        <translation>立即重试</translation>
    </message>
</context>
<context>
    <name>WindowCommands</name>
    <message>
        <source>Go to {name}</source>
        <translation>转到{name}</translation>
    </message>
    <message>
        <source>Find a command</source>
        <translation>查找命令</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>设置</translation>
    </message>
    <message>
        <source>Providers and keys</source>
        <translation>服务商和密钥</translation>
    </message>
    <message>
        <source>All agents</source>
        <translation>所有智能体</translation>
    </message>
    <message>
        <source>Inbox</source>
        <translation>收件箱</translation>
    </message>
    <message>
        <source>Quick ask</source>
        <translation>快问</translation>
    </message>
    <message>
        <source>Show or hide the feed</source>
        <translation>显示或隐藏动态</translation>
    </message>
    <message>
        <source>Go to the agents</source>
        <translation>转到智能体栏</translation>
    </message>
    <message>
        <source>Go to the feed</source>
        <translation>转到动态</translation>
    </message>
    <message>
        <source>What is new</source>
        <translation>新功能</translation>
    </message>
    <message>
        <source>Open the log</source>
        <translation>打开日志</translation>
    </message>
    <message>
        <source>Quit Renao</source>
        <translation>退出热闹</translation>
    </message>
    <message>
        <source>New conversation</source>
        <translation>新对话</translation>
    </message>
    <message>
        <source>Earlier conversations</source>
        <translation>以前的对话</translation>
    </message>
    <message>
        <source>Second tile</source>
        <translation>第二个窗格</translation>
    </message>
    <message>
        <source>Stop the reply</source>
        <translation>停止回复</translation>
    </message>
    <message>
        <source>Write in this tile</source>
        <translation>在此窗格中输入</translation>
    </message>
    <message>
        <source>Attach files</source>
        <translation>添加文件</translation>
    </message>
    <message>
        <source>Close the tile</source>
        <translation>关闭窗格</translation>
    </message>
    <message>
        <source>Reopen the closed tile</source>
        <translation>重新打开关闭的窗格</translation>
    </message>
    <message>
        <source>Maximise the tile, or restore it</source>
        <translation>最大化或还原窗格</translation>
    </message>
    <message>
        <source>Float the tile, or dock it</source>
        <translation>浮动或停靠窗格</translation>
    </message>
    <message>
        <source>Next tile</source>
        <translation>下一个窗格</translation>
    </message>
    <message>
        <source>Previous tile</source>
        <translation>上一个窗格</translation>
    </message>
    <message>
        <source>Move the tile left</source>
        <translation>窗格左移</translation>
    </message>
    <message>
        <source>Move the tile right</source>
        <translation>窗格右移</translation>
    </message>
    <message>
        <source>Move the tile up</source>
        <translation>窗格上移</translation>
    </message>
    <message>
        <source>Move the tile down</source>
        <translation>窗格下移</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>撤销</translation>
    </message>
    <message>
        <source>Lay the tiles out anew</source>
        <translation>重新排列窗格</translation>
    </message>
    <message>
        <source>Density: busy</source>
        <translation>密度：热闹</translation>
    </message>
    <message>
        <source>Density: balanced</source>
        <translation>密度：适中</translation>
    </message>
    <message>
        <source>Density: calm</source>
        <translation>密度：安静</translation>
    </message>
</context>
<context>
    <name>WishesDialog</name>
    <message>
        <source>How {name} answers</source>
        <translation>{name} 的回答方式</translation>
    </message>
    <message>
        <source>Temperature</source>
        <translation>温度</translation>
    </message>
    <message>
        <source>Top-p</source>
        <translation>Top-p 采样</translation>
    </message>
    <message>
        <source>Longest answer</source>
        <translation>最长回答</translation>
    </message>
    <message>
        <source>The default: {model}</source>
        <translation>默认：{model}</translation>
    </message>
    <message>
        <source>{model} (no longer there)</source>
        <translation>{model}（已不存在）</translation>
    </message>
    <message>
        <source>In this conversation</source>
        <translation>本次对话</translation>
    </message>
    <message>
        <source>In new conversations with {name}</source>
        <translation>与 {name} 的新对话</translation>
    </message>
    <message>
        <source>&amp;Persona</source>
        <translation>人设(&amp;P)</translation>
    </message>
    <message>
        <source>&amp;Temperature</source>
        <translation>温度(&amp;T)</translation>
    </message>
    <message>
        <source>T&amp;op-p</source>
        <translation>Top-p 采样(&amp;O)</translation>
    </message>
    <message>
        <source>&amp;Longest answer</source>
        <translation>最长回答(&amp;L)</translation>
    </message>
    <message>
        <source>T&amp;hinking</source>
        <translation>思考(&amp;H)</translation>
    </message>
    <message>
        <source>&amp;Begin with</source>
        <translation>起始模型(&amp;B)</translation>
    </message>
    <message>
        <source>Persona</source>
        <translation>人设</translation>
    </message>
    <message>
        <source>Who the agent is and how it behaves.</source>
        <translation>智能体是谁、如何表现。</translation>
    </message>
    <message>
        <source>Low is sober and repeatable, high is playful.</source>
        <translation>低则严谨稳定，高则活泼多变。</translation>
    </message>
    <message>
        <source>How many of the likely words are considered.</source>
        <translation>从多少可能的词中选择。</translation>
    </message>
    <message>
        <source>In tokens; about three quarters of a word each.</source>
        <translation>以词元计，一个汉字约为一个词元。</translation>
    </message>
    <message>
        <source>Thinking</source>
        <translation>思考</translation>
    </message>
    <message>
        <source>How long models that can think are to think.</source>
        <translation>会思考的模型思考多久。</translation>
    </message>
    <message>
        <source>Model of new conversations</source>
        <translation>新对话的模型</translation>
    </message>
    <message>
        <source>As the agent&apos;s card</source>
        <translation>恢复智能体设定</translation>
    </message>
    <message>
        <source>As the model decides</source>
        <translation>由模型决定</translation>
    </message>
    <message>
        <source>Not at all</source>
        <translation>不思考</translation>
    </message>
    <message>
        <source>Hardly</source>
        <translation>极少</translation>
    </message>
    <message>
        <source>A little</source>
        <translation>少量</translation>
    </message>
    <message>
        <source>Some</source>
        <translation>适中</translation>
    </message>
    <message>
        <source>Long</source>
        <translation>深入</translation>
    </message>
    <message>
        <source>As the card says ({value})</source>
        <translation>按智能体设定（{value}）</translation>
    </message>
</context>
<context>
    <name>Wording</name>
    <message>
        <source>{why}. What had arrived is kept. Ask again.</source>
        <translation>{why}。已收到的内容都保留着。请再问一次。</translation>
    </message>
    <message>
        <source>Waiting, {place} ahead</source>
        <translation>排队中，前面还有 {place} 个</translation>
    </message>
    <message>
        <source>the model</source>
        <translation>模型</translation>
    </message>
    <message>
        <source>The server of {who} cannot be reached. What was said is kept. Check that it runs and that its address is right, then ask again.</source>
        <translation>连不上{who}的服务器。已说的内容都保留着。请检查服务器是否在运行、地址是否正确，然后再问一次。</translation>
    </message>
    <message>
        <source>The proxy {proxy} cannot be reached, and Renao does not go without it. What was said is kept. Check it under Settings, Network, then ask again.</source>
        <translation>连不上代理 {proxy}，热闹也不会绕过它直连。已说的内容都保留着。请在“设置→网络”里检查代理，然后再问一次。</translation>
    </message>
    <message>
        <source>The settings ask for a proxy and name none, and Renao does not go without. What was said is kept. Enter its address under Settings, Network, then ask again.</source>
        <translation>设置要求走代理，却没有填代理地址；热闹不会改为直连。已说的内容都保留着。请在“设置→网络”里填写代理地址，然后再问一次。</translation>
    </message>
    <message>
        <source>The proxy {proxy} cannot be used: this is no address of a proxy that Renao knows. What was said is kept. Enter one such as http://proxy:3128 or socks5://proxy:1080 under Settings, Network.</source>
        <translation>代理 {proxy} 无法使用：热闹不认识这样的代理地址。已说的内容都保留着。请在“设置→网络”里填写形如 http://proxy:3128 或 socks5://proxy:1080 的地址。</translation>
    </message>
    <message>
        <source>The proxy {proxy} does not accept the user or the password. What was said is kept. Enter both under Settings, Network, then ask again.</source>
        <translation>代理 {proxy} 不接受用户名或密码。已说的内容都保留着。请在“设置→网络”里重新填写，然后再问一次。</translation>
    </message>
    <message>
        <source>The proxy {proxy} does not answer. What was said is kept. Check it and the network under Settings, Network, then ask again.</source>
        <translation>代理 {proxy} 没有回应。已说的内容都保留着。请检查网络，并在“设置→网络”里检查代理，然后再问一次。</translation>
    </message>
    <message>
        <source>The proxy {proxy} does not let Renao through to {who}: {detail}. What was said is kept. Ask whoever runs it, or choose another one under Settings, Network.</source>
        <translation>代理 {proxy} 不放行到{who}的连接：{detail}。已说的内容都保留着。请询问代理的管理员，或在“设置→网络”里换一个代理。</translation>
    </message>
    <message>
        <source>What answers at {proxy} is no proxy of that kind. What was said is kept. Check its address and kind under Settings, Network, then ask again.</source>
        <translation>{proxy} 上应答的不是这种代理。已说的内容都保留着。请在“设置→网络”里检查代理的地址和类型，然后再问一次。</translation>
    </message>
    <message>
        <source>The certificate authority in {path} cannot be used: {detail}. What was said is kept. Choose a PEM file under Settings, Network, or leave it empty.</source>
        <translation>{path} 里的证书颁发机构无法使用：{detail}。已说的内容都保留着。请在“设置→网络”里选择一个 PEM 文件，或留空。</translation>
    </message>
    <message>
        <source>The server of {who} did not take the connection within {seconds} s. What was said is kept. Check the network and the server&apos;s address, then ask again.</source>
        <translation>{seconds} 秒内没有连上{who}的服务器。已说的内容都保留着。请检查网络和服务器地址，然后再问一次。</translation>
    </message>
    <message>
        <source>The server of {who} said nothing for {seconds} s. What was said is kept. Ask again, or let Renao wait longer under Settings, Models.</source>
        <translation>{who}的服务器 {seconds} 秒没有回应。已说的内容都保留着。请再问一次，或在“设置 → 模型”里延长等待时间。</translation>
    </message>
    <message>
        <source>{who} fell silent for {seconds} s in the middle of its answer. What had arrived is kept. Continue asks for the rest.</source>
        <translation>{who}回答到一半沉默了 {seconds} 秒。已收到的内容都保留着。点“继续”可请求剩余部分。</translation>
    </message>
    <message>
        <source>The connection to {who} broke off. What had arrived is kept. Continue asks for the rest.</source>
        <translation>与{who}的连接中断了。已收到的内容都保留着。点“继续”可请求剩余部分。</translation>
    </message>
    <message>
        <source>The server of {who} said no: {detail}. What was said is kept. Ask again, or choose another model.</source>
        <translation>{who}的服务器拒绝了：{detail}。已说的内容都保留着。请再问一次，或换一个模型。</translation>
    </message>
    <message>
        <source>The server of {who} does not accept the key (HTTP {status}). What was said is kept. Enter the right key under Providers, then ask again.</source>
        <translation>{who}的服务器不接受密钥（HTTP {status}）。已说的内容都保留着。请在“服务商”里填入正确的密钥，然后再问一次。</translation>
    </message>
    <message>
        <source>The server of {who} does not allow this (HTTP 403: {detail}). What was said is kept. Check what the key may do and that the model is open to it, or choose another model.</source>
        <translation>{who}的服务器不允许这样做（HTTP 403：{detail}）。已说的内容都保留着。请检查密钥的权限，以及它能否使用这个模型，或换一个模型。</translation>
    </message>
    <message>
        <source>The server of {who} wants to be paid first (HTTP 402). What was said is kept. Top up the account with the provider, or choose another model.</source>
        <translation>{who}的服务器要求先付费（HTTP 402）。已说的内容都保留着。请给账户充值，或换一个模型。</translation>
    </message>
    <message>
        <source>The server of {who} does not know this model or this address (HTTP 404). What was said is kept. Check both under Providers, then ask again.</source>
        <translation>{who}的服务器不认识这个模型或地址（HTTP 404）。已说的内容都保留着。请在“服务商”里检查，然后再问一次。</translation>
    </message>
    <message>
        <source>The server of {who} finds the message too long (HTTP 413). It is kept. Shorten it, or choose a model that takes more.</source>
        <translation>{who}的服务器认为消息太长（HTTP 413）。消息已保留。请缩短，或换一个容量更大的模型。</translation>
    </message>
    <message>
        <source>The quota at {who} is used up (HTTP {status}). What was said is kept. Top up the account with the provider, or choose another model.</source>
        <translation>{who}的额度已用完（HTTP {status}）。已说的内容都保留着。请给账户充值，或换一个模型。</translation>
    </message>
    <message>
        <source>The server of {who} was asked too often (HTTP 429). What was said is kept. Wait a minute, then ask again.</source>
        <translation>{who}的服务器请求过于频繁（HTTP 429）。已说的内容都保留着。请等一分钟再问。</translation>
    </message>
    <message>
        <source>The server of {who} was asked too often (HTTP 429). What was said is kept. Ask again in {seconds} s, or choose another model.</source>
        <translation>{who}的服务器请求过于频繁（HTTP 429）。已说的内容都保留着。请在 {seconds} 秒后再问，或换一个模型。</translation>
    </message>
    <message>
        <source>The server of {who} was asked too often (HTTP 429). What was said is kept. Ask again in {minutes} min, or choose another model.</source>
        <translation>{who}的服务器请求过于频繁（HTTP 429）。已说的内容都保留着。请在 {minutes} 分钟后再问，或换一个模型。</translation>
    </message>
    <message>
        <source>The server of {who} has trouble of its own (HTTP {status}: {detail}). What had arrived is kept. Ask again in a while, or choose another model.</source>
        <translation>{who}的服务器自己出了问题（HTTP {status}：{detail}）。已收到的内容都保留着。请稍后再问，或换一个模型。</translation>
    </message>
    <message>
        <source>The server of {who} said something that is no answer. What had arrived is kept. Check the address under Providers; most end with /v1.</source>
        <translation>{who}的服务器返回的不是回答。已收到的内容都保留着。请在“服务商”里检查地址；多数以 /v1 结尾。</translation>
    </message>
    <message>
        <source>The answer of {who} stopped without saying that it was over. What had arrived is kept. Continue asks for the rest.</source>
        <translation>{who}的回答没有说完就停了。已收到的内容都保留着。点“继续”可请求剩余部分。</translation>
    </message>
    <message>
        <source>The server of {who} points to {location}. Renao did not follow, so that no key travels. What was said is kept. If you trust that address, enter it under Providers.</source>
        <translation>{who}的服务器指向了 {location}。为避免密钥外泄，热闹没有跟过去。已说的内容都保留着。如果你信任那个地址，请在“服务商”里填写。</translation>
    </message>
    <message>
        <source>This is too long for the model of {who}: {needed} tokens, and it takes {available} with its answer. Your message is kept. Shorten it, or choose a model that takes more.</source>
        <translation>对{who}的模型来说太长了：需要 {needed} 个词元，而它连同回答只能容纳 {available} 个。你的消息已保留。请缩短，或换一个容量更大的模型。</translation>
    </message>
    <message>
        <source>The built-in model is not on this computer yet. What was said is kept. Fetch it (98 MB), or add a provider.</source>
        <translation>这台电脑上还没有内置模型。已说的内容都保留着。请下载它（98 MB），或添加服务商。</translation>
    </message>
    <message>
        <source>The model {choice} is no longer set up. What was said is kept. Choose another model in the tile&apos;s title, or add its provider again.</source>
        <translation>模型 {choice} 已不再配置。已说的内容都保留着。请在窗格标题处换一个模型，或重新添加它的服务商。</translation>
    </message>
    <message>
        <source>The built-in model ended unexpectedly and is started again. What had arrived is kept. Continue asks for the rest.</source>
        <translation>内置模型意外退出，正在重新启动。已收到的内容都保留着。点“继续”可请求剩余部分。</translation>
    </message>
    <message>
        <source>The model {name} ended unexpectedly. What had arrived is kept. Ask again to load it anew; if it happens twice, give it less context under Settings, Models.</source>
        <translation>模型 {name} 意外退出。已收到的内容已保留。再问一次即可重新加载；如果再次发生，请在“设置 → 模型”里缩短上下文。</translation>
    </message>
    <message>
        <source>You unloaded the model {name} while it answered. What had arrived is kept. Continue loads it again and asks for the rest.</source>
        <translation>模型 {name} 正在回答时被你卸载。已收到的内容已保留。点“继续”会重新加载它并补完余下的回答。</translation>
    </message>
    <message>
        <source>The file of this model is no longer where it was: {path}. What was said is kept. Put the file back, or choose another model in the tile&apos;s title.</source>
        <translation>这个模型的文件已不在原处：{path}。对话内容已保留。请把文件放回去，或在窗格标题中换一个模型。</translation>
    </message>
    <message>
        <source>This file is no model that Renao can read: {error}. Nothing was changed. Choose a whole file in the GGUF format.</source>
        <translation>热闹无法把这个文件当作模型读取：{error}。没有任何改动。请选择完整的 GGUF 文件。</translation>
    </message>
    <message>
        <source>This is no address of a file. Nothing was downloaded. Enter one that begins with https:// and ends with .gguf.</source>
        <translation>这不是文件的地址。什么都没有下载。请输入以 https:// 开头、以 .gguf 结尾的地址。</translation>
    </message>
    <message>
        <source>This address is not encrypted, so anybody on the way could change the file. Nothing was downloaded. Use https://, or allow it for this download.</source>
        <translation>这个地址没有加密，途中任何人都可能篡改文件。什么都没有下载。请改用 https://，或为这次下载允许未加密连接。</translation>
    </message>
    <message>
        <source>This address holds a password. Nothing was downloaded. Use an address without one.</source>
        <translation>这个地址里含有密码。什么都没有下载。请使用不含密码的地址。</translation>
    </message>
    <message>
        <source>This address leads from one place to the next without end. Nothing was downloaded. Use the file&apos;s own address.</source>
        <translation>这个地址不停地跳转。什么都没有下载。请使用文件本身的地址。</translation>
    </message>
    <message>
        <source>The server does not hand over the file (HTTP {status}). What has come is kept. Check the address, then go on with the download.</source>
        <translation>服务器不提供这个文件（HTTP {status}）。已下载的部分已保留。请检查地址，然后继续下载。</translation>
    </message>
    <message>
        <source>The download broke off. What has come is kept. Check the network, then go on with the download.</source>
        <translation>下载中断。已下载的部分已保留。请检查网络，然后继续下载。</translation>
    </message>
    <message>
        <source>The disk has too little room: {needed} are needed and {free} are free. What has come is kept. Make room, then go on with the download.</source>
        <translation>磁盘空间不足：需要 {needed}，可用 {free}。已下载的部分已保留。请腾出空间，然后继续下载。</translation>
    </message>
    <message>
        <source>What came is no whole model, so it was not kept. Check the address: it must be the file&apos;s own, not a page about it.</source>
        <translation>下载到的不是完整的模型，因此没有保留。请检查地址：应是文件本身的地址，而不是介绍它的网页。</translation>
    </message>
    <message>
        <source>The file&apos;s sha256 is not the one you entered, so it was not kept. Check that number; if it is right, something on the way changed the file.</source>
        <translation>文件的 sha256 与你输入的不符，因此没有保留。请核对该值；如果没有错，就是途中有人改动了文件。</translation>
    </message>
    <message>
        <source>{who} could not be asked. What was said is kept. The log says why.</source>
        <translation>无法向{who}提问。已说的内容都保留着。原因见日志。</translation>
    </message>
    <message>
        <source>The built-in model could not be fetched. Nothing was changed. Fetch it again, or add a provider.</source>
        <translation>内置模型没能下载。什么都没有改动。请重新下载，或添加服务商。</translation>
    </message>
    <message>
        <source>The built-in model could not be downloaded. Nothing was changed. Check the network and the free space on the disk, then fetch it again.</source>
        <translation>内置模型没能下载。什么都没有改动。请检查网络和磁盘空间，然后重新下载。</translation>
    </message>
    <message>
        <source>The downloaded model is not the file Renao expects, so it was not kept. Fetch it again; if it happens twice, something on the way changes it.</source>
        <translation>下载的模型不是热闹所期望的文件，因此没有保留。请重新下载；如果再次发生，说明途中有东西改动了它。</translation>
    </message>
    <message>
        <source>Something could not be stored. It is kept in memory and tried again. The log says why.</source>
        <translation>有内容没能保存。它保留在内存中，会再次尝试。原因见日志。</translation>
    </message>
    <message>
        <source>The database could not be opened. Nothing in it was changed, but what you do now is not stored. The log says why.</source>
        <translation>数据库打不开。里面的内容没有改动，但你现在做的不会被保存。原因见日志。</translation>
    </message>
    <message>
        <source>The database was damaged. It was set aside as {kept_at}, and a new one was begun. Tools for SQLite may still read what is in it.</source>
        <translation>数据库已损坏。它已另存为 {kept_at}，并新建了一个。SQLite 工具也许仍能读出其中的内容。</translation>
    </message>
    <message>
        <source>Another program holds the database. What is new is kept in memory and tried again. Close that program.</source>
        <translation>另一个程序占用了数据库。新内容保留在内存中并会再次尝试。请关闭那个程序。</translation>
    </message>
    <message>
        <source>Another program holds the database. Nothing in it was changed, but what you do now is not stored. Close that program, then start Renao again.</source>
        <translation>另一个程序占用了数据库。里面的内容没有改动，但你现在做的不会被保存。请关闭那个程序，然后重新启动热闹。</translation>
    </message>
    <message>
        <source>The database cannot be written. Nothing in it was changed, and what is new is only in memory. Give yourself the right to write in its folder.</source>
        <translation>数据库不可写。里面的内容没有改动，新内容只在内存中。请给自己该文件夹的写入权限。</translation>
    </message>
    <message>
        <source>The database cannot be written. Nothing in it was changed, but what you do now is not stored. Give yourself the right to write in its folder, then start Renao again.</source>
        <translation>数据库不可写。里面的内容没有改动，但你现在做的不会被保存。请给自己该文件夹的写入权限，然后重新启动热闹。</translation>
    </message>
    <message>
        <source>The disk is full. What was stored is safe; what is new is kept in memory and tried again. Make room.</source>
        <translation>磁盘已满。已保存的内容是安全的；新内容保留在内存中并会再次尝试。请腾出空间。</translation>
    </message>
    <message>
        <source>The disk is full. What was stored is safe, but what you do now is not stored. Make room, then start Renao again.</source>
        <translation>磁盘已满。已保存的内容是安全的，但你现在做的不会被保存。请腾出空间，然后重新启动热闹。</translation>
    </message>
    <message>
        <source>The database was made by a newer Renao. Nothing in it was changed, but what you do now is not stored. Install that newer version, then start it.</source>
        <translation>数据库由更新版本的热闹创建。里面的内容没有改动，但你现在做的不会被保存。请安装那个新版本再启动。</translation>
    </message>
    <message>
        <source>The keyring did not hand over the key of {who}. What was said is kept. Unlock the keyring, or enter the key again under Providers.</source>
        <translation>密钥环没有交出{who}的密钥。已说的内容都保留着。请解锁密钥环，或在“服务商”里重新填写密钥。</translation>
    </message>
    <message>
        <source>This computer has no keyring that Renao can use. Keys are kept until Renao ends. Choose where they are kept in the settings.</source>
        <translation>这台电脑没有热闹能用的密钥环，密钥只保存到热闹退出为止。请在设置里选择密钥的存放位置。</translation>
    </message>
    <message>
        <source>The keyring does not answer, so the key of {who} could not be read. What was said is kept. Unlock the keyring, or choose another place for keys in the settings.</source>
        <translation>密钥环没有回应，因此读不到{who}的密钥。已说的内容都保留着。请解锁密钥环，或在设置里给密钥换个存放位置。</translation>
    </message>
    <message>
        <source>The file with your keys is locked, so the key of {who} could not be read. What was said is kept. Enter its passphrase in the settings.</source>
        <translation>密钥文件已锁定，因此读不到{who}的密钥。已说的内容都保留着。请在设置里输入它的口令。</translation>
    </message>
    <message>
        <source>This is not the passphrase of the file with your keys. The file is as it was. Try again.</source>
        <translation>这不是密钥文件的口令。文件没有改动。请再试一次。</translation>
    </message>
    <message>
        <source>The file with your keys is damaged. It was not overwritten but kept as {kept_at}. Make a new one and enter the keys again.</source>
        <translation>密钥文件已损坏。它没有被覆盖，而是保留为 {kept_at}。请新建一个文件，重新填写密钥。</translation>
    </message>
    <message>
        <source>The file with your keys was made by a newer Renao. Nothing in it was changed. Install that newer version, then start it.</source>
        <translation>密钥文件是由更新版本的热闹创建的。其中没有任何改动。请安装那个新版本再启动。</translation>
    </message>
    <message>
        <source>An agent&apos;s card cannot be read: {error}. Its conversations are kept. Put the card right, then start Renao again.</source>
        <translation>有一张智能体卡片读不出来：{error}。它的对话都保留着。请改正卡片，然后重新启动热闹。</translation>
    </message>
    <message>
        <source>This is no agent that Renao knows. Nothing was imported. Choose a character card (PNG, JSON, CHARX), an agent of LobeChat or Cherry Studio, or a card of Renao (TOML).</source>
        <translation>热闹不认识这种智能体文件。什么都没有导入。请选择角色卡（PNG、JSON、CHARX）、LobeChat 或 Cherry Studio 的智能体，或热闹的卡片（TOML）。</translation>
    </message>
    <message>
        <source>This file is larger than any agent should be. Nothing was imported.</source>
        <translation>这个文件太大，不像是智能体。什么都没有导入。</translation>
    </message>
    <message>
        <source>This file is damaged, or it is no JSON: {detail}. Nothing was imported. Get the file once more.</source>
        <translation>这个文件已损坏，或者不是 JSON：{detail}。什么都没有导入。请重新获取文件。</translation>
    </message>
    <message>
        <source>This file is no card of Renao: {detail}. Nothing was imported. Put it right, then import it again.</source>
        <translation>这个文件不是热闹的卡片：{detail}。什么都没有导入。请改正后重新导入。</translation>
    </message>
    <message>
        <source>This picture is damaged: it ends too early. Nothing was imported. Get the file once more.</source>
        <translation>这张图片已损坏：内容不完整。什么都没有导入。请重新获取文件。</translation>
    </message>
    <message>
        <source>This is a picture without a character in it. Nothing was imported. Many sites remove the character when they show a picture: look for a download of the original.</source>
        <translation>这张图片里没有角色。什么都没有导入。很多网站在显示图片时会去掉角色数据，请找到原图下载。</translation>
    </message>
    <message>
        <source>The character in this picture is damaged. Nothing was imported. Get the file once more.</source>
        <translation>这张图片里的角色数据已损坏。什么都没有导入。请重新获取文件。</translation>
    </message>
    <message>
        <source>This archive is damaged, or there is no character in it. Nothing was imported. Get the file once more.</source>
        <translation>这个压缩包已损坏，或者里面没有角色。什么都没有导入。请重新获取文件。</translation>
    </message>
    <message>
        <source>This archive wants to write outside its own folder ({detail}), which is how harmful files behave. Nothing was imported.</source>
        <translation>这个压缩包企图写到自己的文件夹之外（{detail}），这是恶意文件的做法。什么都没有导入。</translation>
    </message>
    <message>
        <source>This archive contains a link to somewhere else ({detail}), which is how harmful files behave. Nothing was imported.</source>
        <translation>这个压缩包里有指向别处的链接（{detail}），这是恶意文件的做法。什么都没有导入。</translation>
    </message>
    <message>
        <source>This archive is locked with a password. Nothing was imported. Unpack it first, then import what is in it.</source>
        <translation>这个压缩包有密码。什么都没有导入。请先解压，再导入里面的内容。</translation>
    </message>
    <message>
        <source>Unpacked, this file would be far too large. Nothing was imported.</source>
        <translation>这个文件解压后会大得离谱。什么都没有导入。</translation>
    </message>
    <message>
        <source>Only Cherry Studio itself can read this backup. Nothing was imported. Export your assistants there as JSON, or make a backup with version 5 or older.</source>
        <translation>这个备份只有 Cherry Studio 自己能读。什么都没有导入。请在那里把助手导出为 JSON，或用版本 5 或更早的版本制作备份。</translation>
    </message>
    <message>
        <source>This file is a lorebook: knowledge for a character, and no character. Nothing was imported.</source>
        <translation>这个文件是世界书：它是角色的知识，不是角色。什么都没有导入。</translation>
    </message>
    <message>
        <source>There is no agent in this file. Nothing was imported.</source>
        <translation>这个文件里没有智能体。什么都没有导入。</translation>
    </message>
    <message>
        <source>This file cannot be opened: {detail}. Nothing was imported.</source>
        <translation>这个文件打不开：{detail}。什么都没有导入。</translation>
    </message>
    <message>
        <source>The agent could not be stored: {error}. Nothing was changed. Make room, or give yourself the right to write in the data folder.</source>
        <translation>智能体没能保存：{error}。什么都没有改动。请腾出空间，或给自己数据文件夹的写入权限。</translation>
    </message>
    <message>
        <source>{name} was not attached. Pictures (PNG, JPEG, GIF, WebP), PDF and text files can be sent.</source>
        <translation>{name} 没有添加。可以发送图片（PNG、JPEG、GIF、WebP）、PDF 和文本文件。</translation>
    </message>
    <message>
        <source>{name} cannot be read: {detail}. Check that it is still there and that you may open it, then attach it again.</source>
        <translation>无法读取 {name}：{detail}。请确认文件还在且您有权打开，然后重新添加。</translation>
    </message>
    <message>
        <source>{name} is a folder. Attach the files in it.</source>
        <translation>{name} 是文件夹。请添加其中的文件。</translation>
    </message>
    <message>
        <source>{name} is no ordinary file. There is nothing in it that could be sent.</source>
        <translation>{name} 不是普通文件，里面没有可以发送的内容。</translation>
    </message>
    <message>
        <source>{name} is empty. There is nothing in it to send.</source>
        <translation>{name} 是空文件，没有可以发送的内容。</translation>
    </message>
    <message>
        <source>{name} is larger than {detail}, which no provider takes. Attach a smaller file or a part of it.</source>
        <translation>{name} 超过 {detail}，没有服务商会接受。请添加更小的文件或其中一部分。</translation>
    </message>
    <message>
        <source>{name} has more than {detail} of text, more than a model can read at once. Attach a part of it.</source>
        <translation>{name} 的文本超过 {detail}，模型一次读不完。请只添加其中一部分。</translation>
    </message>
    <message>
        <source>{name} is of a kind that models cannot read. Pictures (PNG, JPEG, GIF, WebP), PDF and text files can be sent.</source>
        <translation>模型读不了 {name} 这种类型的文件。可以发送图片（PNG、JPEG、GIF、WebP）、PDF 和文本文件。</translation>
    </message>
    <message>
        <source>{name} looks like a picture but cannot be opened: it may be damaged. Save it anew as PNG or JPEG and attach that.</source>
        <translation>{name} 看起来是图片，但无法打开，可能已损坏。请重新保存为 PNG 或 JPEG 再添加。</translation>
    </message>
    <message>
        <source>{name} has {detail} pixels, too many to open safely. Make it smaller and attach it again.</source>
        <translation>{name} 有 {detail} 像素，太大，无法安全打开。请缩小后重新添加。</translation>
    </message>
    <message>
        <source>{name} is locked with a password. Save a copy without one and attach that.</source>
        <translation>{name} 有密码保护。请另存一份没有密码的副本再添加。</translation>
    </message>
    <message>
        <source>{name} has no text, only pictures of pages. Attach those pages as pictures, or choose a model that reads PDF files.</source>
        <translation>{name} 没有文字，只有页面图片。请把页面作为图片添加，或选择能读 PDF 的模型。</translation>
    </message>
    <message>
        <source>Reading {name} took too long. Attach a part of it, or its text.</source>
        <translation>读取 {name} 用时太长。请只添加其中一部分，或添加它的文字。</translation>
    </message>
    <message>
        <source>{name} is no PDF that can be read: it may be damaged. Save it anew and attach that.</source>
        <translation>{name} 不是能读取的 PDF，可能已损坏。请重新保存后再添加。</translation>
    </message>
    <message>
        <source>{name} was not attached: one message takes {detail} files. Send these first.</source>
        <translation>{name} 没有添加：一条消息最多带 {detail} 个文件。请先发送这些。</translation>
    </message>
    <message>
        <source>{name} could not be stored: {detail}. Make room in the data folder, then attach it again.</source>
        <translation>无法保存 {name}：{detail}。请在数据文件夹腾出空间，然后重新添加。</translation>
    </message>
    <message>
        <source>An attached file is no longer there. What was said is kept. Attach it again if it is still needed.</source>
        <translation>一个添加过的文件已不存在。对话内容已保留。如果还需要，请重新添加。</translation>
    </message>
    <message>
        <source>Something in the settings cannot be used: {error}. What can be used is in force, the rest is at its default. Choose it anew in the settings.</source>
        <translation>设置里有内容不可用：{error}。可用的已生效，其余恢复默认。请在设置里重新选择。</translation>
    </message>
    <message>
        <source>Something in Renao went wrong. What had arrived is kept. The log says more.</source>
        <translation>热闹内部出了问题。已收到的内容都保留着。详情见日志。</translation>
    </message>
    <message>
        <source>No connection to the server</source>
        <translation>连不上服务器</translation>
    </message>
    <message>
        <source>The proxy cannot be used</source>
        <translation>代理无法使用</translation>
    </message>
    <message>
        <source>The own certificates cannot be used</source>
        <translation>自己的证书无法使用</translation>
    </message>
    <message>
        <source>The server was silent for too long</source>
        <translation>服务器沉默太久</translation>
    </message>
    <message>
        <source>The connection broke off</source>
        <translation>连接中断</translation>
    </message>
    <message>
        <source>The server said no</source>
        <translation>服务器拒绝了</translation>
    </message>
    <message>
        <source>The server&apos;s answer could not be read</source>
        <translation>服务器的回答无法读取</translation>
    </message>
    <message>
        <source>The answer stopped in the middle</source>
        <translation>回答中途停止</translation>
    </message>
    <message>
        <source>The server points to another address</source>
        <translation>服务器指向另一个地址</translation>
    </message>
    <message>
        <source>Too long for this model</source>
        <translation>对这个模型来说太长</translation>
    </message>
    <message>
        <source>The model is not there</source>
        <translation>模型不存在</translation>
    </message>
    <message>
        <source>The model ended unexpectedly</source>
        <translation>模型意外退出</translation>
    </message>
    <message>
        <source>The built-in model did not come</source>
        <translation>内置模型没有下载成功</translation>
    </message>
    <message>
        <source>The model was unloaded</source>
        <translation>模型已被卸载</translation>
    </message>
    <message>
        <source>The model&apos;s file is gone</source>
        <translation>模型文件不见了</translation>
    </message>
    <message>
        <source>The keyring did not hand over the key</source>
        <translation>密钥环没有交出密钥</translation>
    </message>
    <message>
        <source>The keyring does not answer</source>
        <translation>密钥环没有回应</translation>
    </message>
    <message>
        <source>The file with your keys is locked</source>
        <translation>密钥文件已锁定</translation>
    </message>
    <message>
        <source>The server of {who} was silent for too long. What had arrived is kept. Ask again, or let Renao wait longer under Settings, Models.</source>
        <translation>{who}的服务器太久没有回应。已收到的内容都保留着。请再问一次，或在“设置 → 模型”里延长等待时间。</translation>
    </message>
    <message>
        <source>The server of {who} said no. What was said is kept. Check its key and the model&apos;s name under Providers, then ask again.</source>
        <translation>{who}的服务器拒绝了请求。已说的内容都保留着。请在“服务商”里检查密钥和模型名称，然后再问一次。</translation>
    </message>
    <message>
        <source>The server of {who} pointed to another address, and Renao did not follow. What was said is kept. Check its address under Providers, then ask again.</source>
        <translation>{who}的服务器指向了另一个地址，热闹没有跟过去。已说的内容都保留着。请在“服务商”里检查地址，然后再问一次。</translation>
    </message>
    <message>
        <source>This is too long for the model of {who}. Your message is kept. Shorten it, or choose a model that takes more.</source>
        <translation>这对{who}的模型来说太长了。你的消息已保留。请缩短它，或换一个容量更大的模型。</translation>
    </message>
    <message>
        <source>The model was not there. What was said is kept. Ask again, or choose another model in the tile&apos;s title.</source>
        <translation>当时模型不在。已说的内容都保留着。请再问一次，或在窗格标题里换一个模型。</translation>
    </message>
    <message>
        <source>Cut off at the longest answer allowed</source>
        <translation>达到允许的最大长度，已截断</translation>
    </message>
    <message>
        <source>Stopped by you</source>
        <translation>已被你停止</translation>
    </message>
    <message>
        <source>Something went wrong</source>
        <translation>出了问题</translation>
    </message>
    <message>
        <source>The model declined to answer</source>
        <translation>模型拒绝回答</translation>
    </message>
    <message>
        <source>Waits for its tools</source>
        <translation>等待工具的结果</translation>
    </message>
    <message>
        <source>Interrupted when Renao ended</source>
        <translation>热闹退出时中断</translation>
    </message>
    <message>
        <source>Idle</source>
        <translation>空闲</translation>
    </message>
    <message>
        <source>Waiting for its turn</source>
        <translation>正在排队</translation>
    </message>
    <message>
        <source>Thinking</source>
        <translation>思考中</translation>
    </message>
    <message>
        <source>Answering</source>
        <translation>回答中</translation>
    </message>
    <message>
        <source>Needs you</source>
        <translation>需要你</translation>
    </message>
    <message>
        <source>Failed</source>
        <translation>失败</translation>
    </message>
    <message>
        <source>Budget used up</source>
        <translation>预算已用完</translation>
    </message>
    <message>
        <source>{who} answered: {line}</source>
        <translation>{who}回答：{line}</translation>
    </message>
    <message>
        <source>{who} answered up to the longest length allowed: {line}</source>
        <translation>{who}回答到了允许的最大长度：{line}</translation>
    </message>
    <message>
        <source>{who} declined to answer.</source>
        <translation>{who}拒绝回答。</translation>
    </message>
    <message>
        <source>{who} answered nothing.</source>
        <translation>{who}什么也没回答。</translation>
    </message>
    <message>
        <source>{who}: {line}</source>
        <translation>{who}：{line}</translation>
    </message>
    <message>
        <source>{who} needs you.</source>
        <translation>{who}需要你。</translation>
    </message>
    <message>
        <source>The built-in model is ready.</source>
        <translation>内置模型已就绪。</translation>
    </message>
    <message>
        <source>{who} may take more memory than is free ({line}). It is loaded all the same. If the computer becomes slow, unload it or give it less context under Settings, Models.</source>
        <translation>{who} 占用的内存可能超过可用内存（{line}），但仍会加载。如果电脑变慢，请在“设置 → 模型”里卸载它或缩短上下文。</translation>
    </message>
    <message>
        <source>{who} could not comment. The post is unchanged. {line}</source>
        <translation>{who}没能评论。帖子没有改动。{line}</translation>
    </message>
    <message>
        <source>Something in Renao went wrong and was stopped. Everything else goes on. The log says more.</source>
        <translation>热闹内部有一处出错并已停止，其余照常。详情见日志。</translation>
    </message>
    <message>
        <source>This computer has no keyring that Renao can use. Keys are kept until Renao ends and must then be entered again.</source>
        <translation>这台电脑没有热闹可用的密钥环。密钥只保留到热闹退出，之后需要重新填写。</translation>
    </message>
    <message>
        <source>The file with your keys is locked. Enter its passphrase in the settings; until then only models without a key answer.</source>
        <translation>密钥文件已锁定。请在设置里输入口令；在此之前，只有不需要密钥的模型能回答。</translation>
    </message>
    <message>
        <source>Renao cannot write {line}. Everything works all the same, but what you say and set now may be gone when Renao ends. Give yourself the right to write there, then start Renao again.</source>
        <translation>热闹无法写入 {line}。一切照常可用，但现在所说和所设的内容，在热闹退出后可能会丢失。请给自己那里的写入权限，然后重新启动热闹。</translation>
    </message>
    <message>
        <source>The list of emergency signs cannot be read, so no emergency advice is shown. Install Renao again to repair it.</source>
        <translation>急症征兆清单读不出来，因此不会显示急救建议。请重新安装热闹来修复。</translation>
    </message>
    <message>
        <source>Works: {count} models, and the first word of {model} came after {milliseconds} ms.</source>
        <translation>可以使用：共 {count} 个模型，{model} 在 {milliseconds} 毫秒后给出了第一个词。</translation>
    </message>
    <message>
        <source>Works: one model, and the first word of {model} came after {milliseconds} ms.</source>
        <translation>可以使用：有 1 个模型，{model} 在 {milliseconds} 毫秒后给出了第一个词。</translation>
    </message>
    <message>
        <source>Works: the first word of {model} came after {milliseconds} ms. The server lists no models; enter the names of others yourself.</source>
        <translation>可以使用：{model} 在 {milliseconds} 毫秒后给出了第一个词。服务器不提供模型列表，其他模型的名称请自行填写。</translation>
    </message>
    <message>
        <source>{who} can be reached, but {model} said nothing. Try another model.</source>
        <translation>{who}可以连上，但 {model} 什么都没说。请换一个模型试试。</translation>
    </message>
    <message>
        <source>{who} can be reached, but lists no models. Enter the name of one, then try again.</source>
        <translation>{who}可以连上，但不提供模型列表。请填写一个模型的名称再试。</translation>
    </message>
    <message>
        <source>{who} cannot be reached ({error}). Check the address and the network, and that the server runs.</source>
        <translation>连不上{who}（{error}）。请检查地址和网络，并确认服务器正在运行。</translation>
    </message>
    <message>
        <source>The proxy {proxy} does not lead to {who} ({detail}). Check it under Settings, Network.</source>
        <translation>无法经代理 {proxy} 到达{who}（{detail}）。请在“设置→网络”里检查代理。</translation>
    </message>
    <message>
        <source>The settings ask for a proxy and name none. Enter its address under Settings, Network.</source>
        <translation>设置要求走代理，却没有填代理地址。请在“设置→网络”里填写。</translation>
    </message>
    <message>
        <source>The proxy {proxy} cannot be used: this is no address of a proxy that Renao knows. Enter another under Settings, Network.</source>
        <translation>代理 {proxy} 无法使用：热闹不认识这样的代理地址。请在“设置→网络”里换一个。</translation>
    </message>
    <message>
        <source>The proxy {proxy} does not accept the user or the password. Enter both under Settings, Network.</source>
        <translation>代理 {proxy} 不接受用户名或密码。请在“设置→网络”里重新填写。</translation>
    </message>
    <message>
        <source>The certificate authority in {path} cannot be used: {detail}. Choose a PEM file under Settings, Network, or leave it empty.</source>
        <translation>{path} 里的证书颁发机构无法使用：{detail}。请在“设置→网络”里选择一个 PEM 文件，或留空。</translation>
    </message>
    <message>
        <source>{who} took the connection and then said nothing for {seconds} s. Try again, or try another model.</source>
        <translation>{who}接受了连接，之后 {seconds} 秒没有任何回应。请重试，或换一个模型试试。</translation>
    </message>
    <message>
        <source>{who} did not take the connection within {seconds} s. Check the address, the network and whether a proxy is needed.</source>
        <translation>{who}在 {seconds} 秒内没有接受连接。请检查地址和网络，以及是否需要代理。</translation>
    </message>
    <message>
        <source>{who} hung up before it had answered. Check the address and try again.</source>
        <translation>{who}还没回答就断开了连接。请检查地址后重试。</translation>
    </message>
    <message>
        <source>What answers at this address is no such server. Check the address and the kind; most addresses end with /v1.</source>
        <translation>这个地址上应答的不是这种服务器。请检查地址和类型；地址大多以 /v1 结尾。</translation>
    </message>
    <message>
        <source>{who} broke its answer off before the first word. Try again, or try another model.</source>
        <translation>{who}还没说出第一个词就中断了回答。请重试，或换一个模型试试。</translation>
    </message>
    <message>
        <source>{who} points to {location}. Renao did not follow, so that no key travels. If you trust that address, enter it instead.</source>
        <translation>{who}让我们转到 {location}。为了不让密钥外泄，热闹没有跟过去。如果你信任那个地址，请直接填写它。</translation>
    </message>
    <message>
        <source>{who} said no: {detail}. Check the model&apos;s name, or try another model.</source>
        <translation>{who}拒绝了：{detail}。请检查模型名称，或换一个模型试试。</translation>
    </message>
    <message>
        <source>The key was refused (HTTP {status}). Paste another one, or make a new one.</source>
        <translation>密钥被拒绝（HTTP {status}）。请粘贴另一个密钥，或新建一个。</translation>
    </message>
    <message>
        <source>{who} wants a key (HTTP {status}). Paste one.</source>
        <translation>{who}需要密钥（HTTP {status}）。请粘贴一个。</translation>
    </message>
    <message>
        <source>Key {number} of {keys} was refused (HTTP {status}). Paste another one in its place, or take it away.</source>
        <translation>共 {keys} 个密钥，第 {number} 个被拒绝（HTTP {status}）。请换成另一个，或把它删掉。</translation>
    </message>
    <message>
        <source>{who} does not allow this (HTTP 403: {detail}). Check what the key may do, or try another model.</source>
        <translation>{who}不允许这样做（HTTP 403：{detail}）。请检查密钥的权限，或换一个模型试试。</translation>
    </message>
    <message>
        <source>{who} takes the key but wants to be paid first (HTTP 402). Top up the account.</source>
        <translation>{who}接受密钥，但要求先付费（HTTP 402）。请给账户充值。</translation>
    </message>
    <message>
        <source>{who} takes the key, but the quota is used up (HTTP {status}). Top up the account, or try another model.</source>
        <translation>{who}接受密钥，但额度已用完（HTTP {status}）。请给账户充值，或换一个模型试试。</translation>
    </message>
    <message>
        <source>{who} does not know {model} at this address (HTTP 404). Choose one of the models it lists, or check the address.</source>
        <translation>{who}在这个地址上没有 {model}（HTTP 404）。请从它列出的模型里选一个，或检查地址。</translation>
    </message>
    <message>
        <source>{who} finds even a short question too long (HTTP 413). Check the address and whether something on the way limits it.</source>
        <translation>连很短的问题，{who}都嫌太长（HTTP 413）。请检查地址，以及途中是否有什么在限制长度。</translation>
    </message>
    <message>
        <source>{who} was asked too often (HTTP 429). Try again in a minute.</source>
        <translation>{who}请求过于频繁（HTTP 429）。请一分钟后重试。</translation>
    </message>
    <message>
        <source>{who} was asked too often (HTTP 429). Try again in {seconds} s.</source>
        <translation>{who}请求过于频繁（HTTP 429）。请 {seconds} 秒后重试。</translation>
    </message>
    <message>
        <source>{who} was asked too often (HTTP 429). Try again in {minutes} min.</source>
        <translation>{who}请求过于频繁（HTTP 429）。请 {minutes} 分钟后重试。</translation>
    </message>
    <message>
        <source>{who} has trouble of its own (HTTP {status}: {detail}). Try again in a while.</source>
        <translation>{who}自己出了问题（HTTP {status}：{detail}）。请稍后重试。</translation>
    </message>
    <message>
        <source>Renao does not speak this protocol ({choice}). Choose another one.</source>
        <translation>热闹不支持这种协议（{choice}）。请换一种。</translation>
    </message>
    <message>
        <source>The stored key could not be read, so nothing was asked. Unlock the place where keys are kept, or paste the key.</source>
        <translation>读不到已存的密钥，因此什么都没有发送。请解锁密钥的存放位置，或直接粘贴密钥。</translation>
    </message>
    <message>
        <source>{who} could not be asked: {error}.</source>
        <translation>无法向{who}提问：{error}。</translation>
    </message>
    <message>
        <source>Waiting {seconds} s: your limit for {who}</source>
        <translation>等待 {seconds} 秒：已达你给{who}设的限额</translation>
    </message>
    <message>
        <source>Waiting {seconds} s: {who} is busy</source>
        <translation>等待 {seconds} 秒：{who}正忙</translation>
    </message>
    <message>
        <source>Waiting {seconds} s: {who} has trouble of its own</source>
        <translation>等待 {seconds} 秒：{who}自己出了问题</translation>
    </message>
    <message>
        <source>Waiting {seconds} s: {who} cannot be reached</source>
        <translation>等待 {seconds} 秒：连不上{who}</translation>
    </message>
    <message>
        <source>Waiting {seconds} s: the proxy cannot be reached</source>
        <translation>等待 {seconds} 秒：连不上代理</translation>
    </message>
    <message>
        <source>Waiting {seconds} s: {who} did not answer</source>
        <translation>等待 {seconds} 秒：{who}没有回应</translation>
    </message>
    <message>
        <source>Waiting {seconds} s: {who} hung up</source>
        <translation>等待 {seconds} 秒：{who}断开了连接</translation>
    </message>
    <message>
        <source>{who} refused key {number} of {count}; it rests and the others are used.</source>
        <translation>{who}拒绝了 {count} 个密钥中的第 {number} 个；它暂时停用，改用其余密钥。</translation>
    </message>
    <message>
        <source>{who}: the account of key {number} of {count} is empty; it rests and the others are used.</source>
        <translation>{who}：{count} 个密钥中第 {number} 个的账户余额已用完；它暂时停用，改用其余密钥。</translation>
    </message>
    <message>
        <source>{who} was asked too often with key {number} of {count}; it rests and the others are used.</source>
        <translation>{who}：{count} 个密钥中的第 {number} 个请求过于频繁；它暂时停用，改用其余密钥。</translation>
    </message>
    <message>
        <source>{who}: {address} fails; it rests and the others are asked.</source>
        <translation>{who}：{address} 出错，暂时停用，改用其余地址。</translation>
    </message>
</context>
<context>
    <name>_Detail</name>
    <message>
        <source>As the server says</source>
        <translation>以服务器为准</translation>
    </message>
    <message>
        <source>{tokens}, says the server</source>
        <translation>{tokens}（服务器提供）</translation>
    </message>
    <message>
        <source>unknown</source>
        <translation>未知</translation>
    </message>
    <message>
        <source>Context in tokens</source>
        <translation>上下文长度（词元）</translation>
    </message>
</context>
</TS>
