-- QCVB_SimpleProcessFile(transcodeDefinition, watermarkDefinition, coverBySnapshotDefinition, sampleSnapshotDefinition)
--
-- The preset for most videos: transcode, draw a watermark, take a cover and sample snapshots. Every argument may be left out,
-- and nil or 0 always means "none"; QCVB_SimpleProcessFile() only probes the file.
--
--   1  transcodeDefinition (转码模板)            {10, 20}: one output for each of these templates; 210: this template alone;
--                                                1: the defaults of the project
--   2  watermarkDefinition (水印模板)            a watermark template, drawn into every output; 1: the project's default
--   3  coverBySnapshotDefinition (截图做封面)    a snapshot template: the first frame becomes the cover
--   4  sampleSnapshotDefinition (采样截图)       a sample snapshot template
--
-- This file is an ordinary procedure. Copy it into your own project to change what it does.

local names =
  { "transcodeDefinition", "watermarkDefinition", "coverBySnapshotDefinition", "sampleSnapshotDefinition" }
local consoleDefault, greatest = 1, 2147483647

local Procedure = NewProcedureClass()

local function isDefinition(value)
  return type(value) == "number" and value == math.floor(value) and value >= 1 and value <= greatest
end

local function shown(value)
  if type(value) == "number" then return string.format("%.14g", value) end
  if type(value) == "string" then return "the string '" .. value:sub(1, 40) .. "'" end
  if type(value) == "table" then return "a table" end
  return tostring(value)
end

local function refuse(position, found, expected)
  Refuse(
    names[position] .. " (argument " .. position .. ") " .. found .. "; it has to be " .. expected,
    position
  )
end

-- An optional template: nil and 0 are none.
local function optional(value, position)
  if value == nil or value == 0 then return nil end
  if type(value) == "table" and next(value) == nil then return nil end
  if isDefinition(value) then return value end
  local list = position == 1 and ", a list of them such as {10,20}," or ","
  refuse(position, "is " .. shown(value), "the number of a template" .. list .. " or nil or 0 for none")
end

-- There is no default for snapshots, so a 1 can only be meant as "yes"; the preset template for that is 10.
local function snapshot(value, position)
  local definition = optional(value, position)
  if definition ~= consoleDefault then return definition end
  Warn(names[position] .. " 1 names no snapshot template; 10 is used", position)
  return 10
end

-- ({1,1,1,1}) is a common slip for (1,1,1,1); read as a list it can only mean the default templates.
local function isListOfOnes(list)
  if #list < 2 then return false end
  for _, definition in ipairs(list) do
    if definition ~= 1 then return false end
  end
  return true
end

local function transcodes(value)
  if type(value) ~= "table" then return { optional(value, 1) } end
  local count = 0
  for key, definition in pairs(value) do
    count = count + 1
    local wrong = type(key) ~= "number" and "has the key '" .. tostring(key) .. "'"
      or not isDefinition(definition) and "holds " .. shown(definition)
    if wrong then refuse(1, wrong, "a list of template numbers, such as {10,20}") end
  end
  if count ~= #value then
    refuse(1, "has gaps", "a list of template numbers without gaps, such as {10,20}")
  end
  if isListOfOnes(value) then
    Warn("a list of nothing but 1 is read as 1: the default transcode templates", 1)
    return { consoleDefault }
  end
  return value
end

function Procedure:handleProcess()
  local set = ProcessActionSet:new()
  if #self.transcode > 0 then
    local action = TranscodeAction:new()
    for _, definition in ipairs(self.transcode) do
      action:addTranscodeDefinition(definition)
    end
    action.watermarkDefinition = self.watermark
    set:addAction(action)
  end
  if self.cover then
    local action = CoverBySnapshotAction:new()
    action.definition = self.cover
    action.positionType = "Time"
    action.position = 0
    set:addAction(action)
  end
  if self.sample then
    local action = SampleSnapshotAction:new()
    action.definition = self.sample
    set:addAction(action)
  end
  return set
end

function CreateProcedure(...)
  if select("#", ...) > 4 then Refuse("QCVB_SimpleProcessFile takes four arguments at most", 5) end
  local transcode, watermark, cover, sample = ...
  local procedure = Procedure:new()
  procedure.transcode = transcodes(transcode)
  procedure.watermark = optional(watermark, 2)
  procedure.cover = snapshot(cover, 3)
  procedure.sample = snapshot(sample, 4)
  if procedure.watermark and #procedure.transcode == 0 then
    Warn("a watermark is drawn while transcoding, and here nothing is transcoded", 2)
  end
  return procedure
end
