# Что говорит `firstline kb explain`.

cli-kb-explain = почему на вопрос дается такой ответ
cli-kb-explain-question = вопрос в кавычках
explain-read = Прочитано как: { $words }
explain-corrected = Исправлено: { $words }
explain-unknown = Нет ни в одной статье: { $words }
explain-article =
    { $title } ({ $slug })
    { "  " }уверенность { $confidence } %: { $zone }
explain-zone-answer = дается как ответ
explain-zone-choose = предлагается на выбор
explain-zone-unknown = не дается
explain-score = { "  " }оценка { $score } из 100: { $parts }
explain-part-words = слова заголовка или другого названия
explain-part-article = слова всей статьи
explain-part-meaning = смысл заголовка или другого названия
explain-part-centre = смысл их всех
explain-part-head = отличие от других статей
explain-part-feedback = отзывы о ней или то, что она могла устареть
explain-matched = { "  " }есть: { $words }
explain-missing = { "  " }нет: { $words }
explain-bounds = Для ответа нужно { $answer } % и отрыв { $needed } от следующей статьи (здесь { $lead }), для выбора { $choose } %.
explain-asked = Так велит desk.toml: ответ получают не больше { $false } из { $unknown } вопросов, на которые нет статьи, и не больше { $wrong } из { $answers } ответов берутся не из той статьи.
explain-untold = Отзывы о статьях не учтены: { $reason }
explain-none = Ответ дается. Если он не тот: добавьте такой вопрос в aliases нужной статьи или напишите ее.
explain-alias = Чтобы был ответ: добавьте к лучшей статье такой вопрос в aliases.
explain-rival = Чтобы был ответ: различите две лучшие статьи их aliases или сделайте из них одну.
explain-article-missing = Чтобы был ответ: напишите об этом статью.
