# То, что печатают `firstline kb list`, `publish`, `stale`, `retire` и `proposals`.

cli-kb = статьи: импорт, экспорт, проверка, список, состояние, новые формулировки вопросов
cli-kb-list = все статьи: состояние, владелец, срок пересмотра, сколько раз помогли
cli-kb-list-owner = только статьи этого владельца
cli-kb-list-due = только те, которые пора пересмотреть
cli-kb-publish = показывать статью людям
cli-kb-stale = показывать и дальше, но после других подходящих и с пометкой, что статья могла устареть
cli-kb-retire = больше не показывать статью
cli-kb-slug = имя файла без .md
cli-kb-language = только на этом языке
cli-kb-proposals = вопросы, на которые статья помогла: предложения новых формулировок (aliases)
cli-kb-proposals-accept = записать эту в статью
cli-kb-proposals-reject = больше её не предлагать

kb-status-draft = черновик
kb-status-review = на проверке
kb-status-published = опубликована
kb-status-stale = устарела
kb-status-retired = снята
kb-list-line = { $status } { $name } { $owner } пересмотр до { $review }  помогла { $worked }, не помогла { $failed }
kb-list-due = { $date } (пора)
kb-list-end = Статей: { $articles }, { $due ->
    [0] пересматривать ничего не нужно.
   *[other] пора пересмотреть: { $due } (firstline kb list --due)
}
kb-list-untold = Сколько раз статьи помогли, неизвестно: { $reason }
kb-status-set = { $name }: теперь { $status }.
kb-status-overdue = { $name }: срок пересмотра прошёл { $date }, поэтому в ответах останется пометка, что статья могла устареть. Укажите в файле новую дату review-by.
kb-unknown = Статьи с именем «{ $slug }» здесь нет. Весь список: firstline kb list.
kb-unknown-near = Статьи с именем «{ $slug }» здесь нет. Может быть, «{ $near }»? Весь список: firstline kb list.
kb-not-edited = Файл { $path } не изменён: { $reason }. Впишите строку «{ $line }» в начало файла сами или исправьте файл и попробуйте ещё раз.
kb-changed-meanwhile = файл тем временем изменили
kb-starter = Статьи в { $folder } поставляются с Firstline, и следующий выпуск отменит изменение. Скопируйте их в свою папку и укажите её: FIRSTLINE_ARTICLES='["articles"]'
kb-proposal = { $key }  «{ $alias }» → { $name }, подтвердили: { $people }, владелец: { $owner }
kb-proposals-hint = Принять: firstline kb proposals --accept КЛЮЧ. Больше не показывать: --reject КЛЮЧ.
kb-proposals-none = Предлагать нечего: все подтверждённые вопросы близки к формулировкам, которые уже есть.
kb-proposal-unknown = Предложения с ключом { $key } сейчас нет. После правки статьи всё начинается заново: посмотрите список ещё раз.
kb-proposal-accepted = «{ $alias }» теперь среди формулировок: { $path }
kb-proposal-rejected = «{ $alias }» для { $name } больше предлагаться не будет.
