BEGIN TRANSACTION;
CREATE TABLE brand_versions (
	brand_id VARCHAR NOT NULL, 
	version INTEGER NOT NULL, 
	PRIMARY KEY (brand_id)
);
INSERT INTO "brand_versions" VALUES('own-the-co',6);
INSERT INTO "brand_versions" VALUES('b00001',1);
CREATE TABLE brands (
	brand_id VARCHAR NOT NULL, 
	name VARCHAR NOT NULL, 
	description TEXT NOT NULL, 
	category VARCHAR NOT NULL, 
	country VARCHAR NOT NULL, 
	hashtags JSON NOT NULL, 
	created_at DATETIME NOT NULL, 
	PRIMARY KEY (brand_id)
);
INSERT INTO "brands" VALUES('own-the-co','Thé & Co','Green tea
for runners','Food','FR','["matcha", "tea"]','2026-11-21 09:00:00.000000');
CREATE TABLE campaign_assumptions (
	campaign_id INTEGER NOT NULL, 
	name VARCHAR NOT NULL, 
	value FLOAT NOT NULL, 
	PRIMARY KEY (campaign_id, name), 
	FOREIGN KEY(campaign_id) REFERENCES campaigns (campaign_id) ON DELETE CASCADE
);
INSERT INTO "campaign_assumptions" VALUES(1,'cpm_high',21.0);
INSERT INTO "campaign_assumptions" VALUES(1,'cpm_low',9.5);
INSERT INTO "campaign_assumptions" VALUES(1,'overlap_high',0.4);
CREATE TABLE campaign_members (
	campaign_id INTEGER NOT NULL, 
	influencer_id VARCHAR NOT NULL, 
	handle VARCHAR NOT NULL, 
	name VARCHAR NOT NULL, 
	platform VARCHAR NOT NULL, 
	state VARCHAR NOT NULL, 
	note TEXT NOT NULL, 
	price FLOAT CHECK (price >= 0), 
	posts_count INTEGER NOT NULL CHECK (posts_count >= 1), 
	added_at DATETIME NOT NULL, 
	changed_at DATETIME NOT NULL, 
	contact_recorded BOOLEAN NOT NULL, 
	collaboration_recorded BOOLEAN NOT NULL, 
	PRIMARY KEY (campaign_id, influencer_id), 
	FOREIGN KEY(campaign_id) REFERENCES campaigns (campaign_id) ON DELETE CASCADE
);
INSERT INTO "campaign_members" VALUES(1,'c00001','ana.fit','Ana','instagram','agreed','asks @bo''s price; "maybe"',180.5,3,'2026-11-21 09:04:00.000000','2026-11-21 09:09:00.000000',1,1);
INSERT INTO "campaign_members" VALUES(1,'imported-7','Bo','Bö','unknown','lead','',NULL,1,'2026-11-21 09:05:00.000000','2026-11-21 09:05:00.000000',0,0);
INSERT INTO "campaign_members" VALUES(3,'c00001','ana.fit','Ana','instagram','lead','',NULL,1,'2026-11-21 09:06:00.000000','2026-11-21 09:06:00.000000',0,0);
CREATE TABLE campaigns (
	campaign_id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	name VARCHAR NOT NULL, 
	name_key VARCHAR NOT NULL, 
	brand_id VARCHAR, 
	brand_name VARCHAR, 
	budget FLOAT CHECK (budget >= 0), 
	created_at DATETIME NOT NULL, 
	UNIQUE (name_key)
);
INSERT INTO "campaigns" VALUES(1,'Spring','spring','own-the-co','Thé & Co',2500.0,'2026-11-21 09:01:00.000000');
INSERT INTO "campaigns" VALUES(3,'Ohne Marke 50 %','ohne marke 50 %',NULL,NULL,NULL,'2026-11-21 09:03:00.000000');
CREATE TABLE exploration (
	brand_id VARCHAR NOT NULL, 
	influencer_id VARCHAR NOT NULL, 
	day DATE NOT NULL, 
	eligible_count INTEGER NOT NULL, 
	PRIMARY KEY (brand_id, influencer_id, day)
);
INSERT INTO "exploration" VALUES('own-the-co','c00002','2026-11-20',812);
CREATE TABLE forgotten (
	identity_hash VARCHAR NOT NULL, 
	forgotten_at DATETIME NOT NULL, 
	PRIMARY KEY (identity_hash)
);
INSERT INTO "forgotten" VALUES('0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f','2026-11-21 09:12:00.000000');
CREATE TABLE interaction_points (
	kind VARCHAR NOT NULL, 
	points FLOAT NOT NULL, 
	PRIMARY KEY (kind)
);
INSERT INTO "interaction_points" VALUES('contact',8.0);
INSERT INTO "interaction_points" VALUES('view',2.0);
CREATE TABLE interactions (
	interaction_id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	brand_id VARCHAR NOT NULL, 
	influencer_id VARCHAR NOT NULL, 
	kind VARCHAR NOT NULL, 
	happened_at DATETIME NOT NULL, 
	by_chance BOOLEAN NOT NULL
);
INSERT INTO "interactions" VALUES(1,'own-the-co','c00001','campaign','2026-11-21 09:04:00.000000',0);
INSERT INTO "interactions" VALUES(2,'own-the-co','imported-7','campaign','2026-11-21 09:05:00.000000',0);
INSERT INTO "interactions" VALUES(3,'own-the-co','c00001','contact','2026-11-21 09:07:00.000000',0);
INSERT INTO "interactions" VALUES(4,'own-the-co','c00001','collaboration','2026-11-21 09:08:00.000000',0);
INSERT INTO "interactions" VALUES(5,'own-the-co','c00002','view','2026-11-20 08:30:00.000000',1);
INSERT INTO "interactions" VALUES(6,'own-the-co','c00002','info','2026-11-21 09:10:00.000000',0);
INSERT INTO "interactions" VALUES(7,'b00001','c00003','collaboration','2026-11-21 09:11:00.000000',0);
CREATE TABLE workspace_schema (
	row_id INTEGER NOT NULL, 
	version INTEGER NOT NULL, 
	PRIMARY KEY (row_id)
);
INSERT INTO "workspace_schema" VALUES(1,1);
CREATE INDEX interactions_of_brand ON interactions (brand_id, happened_at);
CREATE INDEX interactions_of_creator ON interactions (influencer_id);
CREATE INDEX exploration_of_creator ON exploration (influencer_id);
CREATE INDEX ix_campaigns_brand_id ON campaigns (brand_id);
CREATE INDEX campaign_members_of_creator ON campaign_members (influencer_id);
DELETE FROM "sqlite_sequence";
INSERT INTO "sqlite_sequence" VALUES('campaigns',3);
INSERT INTO "sqlite_sequence" VALUES('interactions',7);
COMMIT;
