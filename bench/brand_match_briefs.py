"""Briefs in six languages for the bench of Brand match, written for it; niche -> language -> text.

None of them repeats a line of the demo's captions or brand descriptions.
"""

from __future__ import annotations

BRIEFS: dict[str, dict[str, str]] = {
    "beauty": {
        "en": "We launch a gentle face cream for sensitive skin and look for people who test "
        "serums and talk about their skincare routine.",
        "de": "Wir bringen eine milde Gesichtscreme für empfindliche Haut in die Drogerien und "
        "suchen Leute, die Seren testen und ihre Hautpflege zeigen.",
        "es": "Lanzamos una crema facial suave para piel sensible y buscamos personas que "
        "prueben sérums y cuenten su rutina de cuidado de la piel.",
        "fr": "Nous lançons une crème douce pour le visage et cherchons des personnes qui testent "
        "des sérums et parlent de leurs soins de la peau.",
        "it": "Lanciamo una crema viso delicata per pelli sensibili e cerchiamo chi prova sieri "
        "e racconta come si prende cura della pelle.",
        "pt": "Vamos lançar um creme de rosto suave para pele sensível e procuramos pessoas que "
        "testem séruns e mostrem a sua rotina de cuidados com a pele.",
    },
    "fitness": {
        "en": "Our resistance bands are made for training at home. We want coaches who lift, "
        "stretch and share their workouts.",
        "de": "Unsere Fitnessbänder sind für das Training zu Hause gemacht. Wir suchen Trainer, "
        "die Krafttraining und ihre Übungen zeigen.",
        "es": "Nuestras bandas elásticas son para entrenar en casa. Queremos entrenadores que "
        "hagan fuerza y compartan sus ejercicios.",
        "fr": "Nos bandes élastiques servent à s'entraîner à la maison. Nous voulons des coachs "
        "qui font de la musculation et partagent leurs séances.",
        "it": "Le nostre bande elastiche servono per allenarsi a casa. Vogliamo coach che fanno "
        "pesi e condividono i loro esercizi.",
        "pt": "As nossas faixas elásticas são para treinar em casa. Queremos treinadores que "
        "façam musculação e partilhem os seus exercícios.",
    },
    "food": {
        "en": "A maker of spice blends wants home cooks who bake, cook dinner on camera and give "
        "away their recipes.",
        "de": "Eine Gewürzmanufaktur sucht Hobbyköche, die backen, Abendessen kochen und ihre "
        "Rezepte verraten.",
        "es": "Una marca de especias busca cocineros de casa que horneen, preparen la cena y "
        "compartan sus recetas.",
        "fr": "Une maison d'épices cherche des cuisiniers amateurs qui font des gâteaux, "
        "préparent le dîner et donnent leurs recettes.",
        "it": "Un produttore di spezie cerca appassionati di cucina che preparano dolci e cene "
        "e condividono le ricette.",
        "pt": "Uma marca de especiarias procura cozinheiros amadores que façam bolos, preparem o "
        "jantar e partilhem as suas receitas.",
    },
    "travel": {
        "en": "Our backpack fits under the seat of a plane. We look for travellers who show "
        "cities, trains, hostels and hidden beaches.",
        "de": "Unser Rucksack passt unter den Sitz im Flugzeug. Wir suchen Reisende, die Städte, "
        "Züge, Hostels und Strände zeigen.",
        "es": "Nuestra mochila cabe bajo el asiento del avión. Buscamos viajeros que enseñen "
        "ciudades, trenes, hostales y playas.",
        "fr": "Notre sac à dos se glisse sous le siège de l'avion. Nous cherchons des voyageurs "
        "qui montrent des villes, des trains et des plages.",
        "it": "Il nostro zaino sta sotto il sedile dell'aereo. Cerchiamo viaggiatori che mostrano "
        "città, treni, ostelli e spiagge.",
        "pt": "A nossa mochila cabe debaixo do banco do avião. Procuramos viajantes que mostrem "
        "cidades, comboios, hostels e praias.",
    },
    "tech": {
        "en": "For our new wireless earbuds we need reviewers who unbox phones, laptops and "
        "gadgets and explain the technical data.",
        "de": "Für unsere neuen kabellosen Kopfhörer brauchen wir Tester, die Handys, Laptops und "
        "technische Geräte auspacken und erklären.",
        "es": "Para nuestros auriculares inalámbricos necesitamos gente que analice móviles, "
        "portátiles y dispositivos y explique la tecnología.",
        "fr": "Pour nos écouteurs sans fil, il nous faut des testeurs qui déballent des "
        "téléphones, des ordinateurs portables et des gadgets.",
        "it": "Per le nostre cuffie senza fili ci servono recensori che provano telefoni, "
        "portatili e gadget e spiegano la tecnologia.",
        "pt": "Para os nossos auscultadores sem fios precisamos de quem analise telemóveis, "
        "portáteis e gadgets e explique a tecnologia.",
    },
    "pets": {
        "en": "We sell dog food without grain and would like to work with owners of dogs and "
        "cats who film walks, tricks and visits to the vet.",
        "de": "Wir verkaufen Hundefutter ohne Getreide und möchten mit Haltern von Hunden und "
        "Katzen arbeiten, die Spaziergänge und Tricks filmen.",
        "es": "Vendemos comida para perros sin cereales y queremos trabajar con dueños de perros "
        "y gatos que graben paseos y trucos.",
        "fr": "Nous vendons des croquettes sans céréales et voulons travailler avec des maîtres "
        "de chiens et de chats qui filment leurs promenades.",
        "it": "Vendiamo cibo per cani senza cereali e vorremmo lavorare con padroni di cani e "
        "gatti che filmano passeggiate e trucchi.",
        "pt": "Vendemos ração para cães sem cereais e queremos trabalhar com donos de cães e "
        "gatos que filmem passeios e truques.",
    },
    "finance": {
        "en": "A savings app wants people who explain budgets, index funds and debt to beginners "
        "in plain words.",
        "de": "Eine App zum Sparen sucht Menschen, die Anfängern Haushaltsbudget, Indexfonds und "
        "Schulden einfach erklären.",
        "es": "Una aplicación de ahorro busca personas que expliquen presupuestos, fondos "
        "indexados y deudas a principiantes.",
        "fr": "Une application d'épargne cherche des personnes qui expliquent budget, fonds "
        "indiciels et dettes aux débutants.",
        "it": "Un'app per il risparmio cerca persone che spiegano ai principianti budget, fondi "
        "indicizzati e debiti.",
        "pt": "Uma aplicação de poupança procura pessoas que expliquem orçamento, fundos de "
        "índice e dívidas a principiantes.",
    },
    "books": {
        "en": "A publisher of novels looks for readers who review books, show their shelves and "
        "run a reading club.",
        "de": "Ein Verlag für Romane sucht Leserinnen, die Bücher besprechen, ihre Regale zeigen "
        "und einen Lesekreis führen.",
        "es": "Una editorial de novelas busca lectores que reseñen libros, enseñen su estantería "
        "y lleven un club de lectura.",
        "fr": "Une maison d'édition de romans cherche des lecteurs qui critiquent des livres et "
        "animent un club de lecture.",
        "it": "Una casa editrice di romanzi cerca lettori che recensiscono libri, mostrano la "
        "libreria e guidano un gruppo di lettura.",
        "pt": "Uma editora de romances procura leitores que façam críticas de livros, mostrem a "
        "sua estante e tenham um clube de leitura.",
    },
}
